import { attributeTables } from './attributes.ts';
import { batchTables } from './batches.ts';
import { discoveryTables } from './discovery.ts';
import { entityTables } from './entities.ts';
import type { ErrorTable } from './error-table.ts';
import { queryTables } from './queries.ts';
import { registrationTables } from './registrations.ts';
import { storedTables } from './stored.ts';
import { subscriptionTables } from './subscriptions.ts';
import { temporalTables } from './temporal.ts';

/** The error tables of all operations, in the order of the clauses (CIM 009 §5.6–§5.16). */
export const errorTables: readonly ErrorTable[] = [
  ...entityTables,
  ...attributeTables,
  ...batchTables,
  ...queryTables,
  ...temporalTables,
  ...discoveryTables,
  ...subscriptionTables,
  ...registrationTables,
  ...storedTables,
];
