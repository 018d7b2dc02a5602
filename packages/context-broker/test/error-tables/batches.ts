import {
  badRequest,
  batchError,
  invalidRequest,
  type ErrorCase,
  type ErrorTable,
  type ErrorType,
} from './error-table.ts';
import { absent, here, locked, parking } from './world.ts';

const fresh = { id: 'urn:ngsi-ld:OffStreetParking:Neu', type: 'OffStreetParking' };
const change = { id: here, type: 'OffStreetParking', availableSpots: { type: 'Property', value: 3 } };
const missing = { ...change, id: absent };
const lockedChange = { ...change, id: locked };

const ofItems = (entity: object, entityId: string): readonly ErrorCase[] => [
  badRequest('an item is null', { body: [entity, null] }),
  batchError('an attribute does not fit its data type (§5.2.5)', 'BadRequestData', {
    entityId,
    body: [{ ...entity, speed: { type: 'Property' } }],
  }),
];

const conflictOf = (operation: string): ErrorCase =>
  batchError(`the exclusive source does not ${operation}`, 'Conflict', {
    entityId: locked,
    body: [lockedChange],
  });

const absentOf = (type: ErrorType = 'ResourceNotFound'): ErrorCase =>
  batchError('an entity does not exist', type, { entityId: absent, body: [missing] });

/** Batch operations (§5.6.7–§5.6.10, §5.6.20). */
export const batchTables: readonly ErrorTable[] = [
  {
    operation: 'Batch Entity Creation',
    clauses: ['5.6.7', '6.14.3.1'],
    method: 'POST',
    route: '/entityOperations/create',
    valid: { path: '/entityOperations/create', body: [fresh], status: 201 },
    common: ['array', 'context'],
    cases: [
      ...ofItems(fresh, fresh.id),
      batchError('an entity exists (§5.6.1.4)', 'AlreadyExists', { entityId: here, body: [parking] }),
      conflictOf('create (§5.6.7.4)'),
    ],
  },
  {
    operation: 'Batch Entity Creation or Update (Upsert)',
    clauses: ['5.6.8', '6.15.3.1'],
    method: 'POST',
    route: '/entityOperations/upsert',
    valid: { path: '/entityOperations/upsert', body: [fresh], status: 201 },
    common: ['array', 'context'],
    cases: [
      ...ofItems(fresh, fresh.id),
      invalidRequest('options are unknown (§6.3.20)', { query: 'options=colourful' }),
      conflictOf('create or update (§5.6.8.4)'),
    ],
  },
  {
    operation: 'Batch Entity Update',
    clauses: ['5.6.9', '6.16.3.1'],
    method: 'POST',
    route: '/entityOperations/update',
    valid: { path: '/entityOperations/update', body: [change], status: 204 },
    common: ['array', 'context', 'tenant'],
    cases: [
      ...ofItems(change, here),
      absentOf(),
      invalidRequest('options are unknown (§6.3.20)', { query: 'options=colourful' }),
      conflictOf('update (§5.6.9.4)'),
    ],
  },
  {
    operation: 'Batch Entity Delete',
    clauses: ['5.6.10', '6.17.3.1'],
    method: 'POST',
    route: '/entityOperations/delete',
    valid: { path: '/entityOperations/delete', body: [here], status: 204 },
    common: ['array', 'tenant'],
    cases: [
      badRequest('an item is null (§5.6.10.4)', { body: [absent, null] }),
      batchError('an id is no URI (§5.6.6.4)', 'BadRequestData', { entityId: 'me', body: ['me'] }),
      batchError('an entity does not exist (§5.6.6.4)', 'ResourceNotFound', {
        entityId: absent,
        body: [absent],
      }),
      batchError('the exclusive source does not delete (§5.6.10.4)', 'Conflict', {
        entityId: locked,
        body: [locked],
      }),
    ],
  },
  {
    operation: 'Batch Entity Merge',
    clauses: ['5.6.20', '6.31.3.1'],
    method: 'POST',
    route: '/entityOperations/merge',
    valid: { path: '/entityOperations/merge', body: [change], status: 204 },
    common: ['array', 'context', 'tenant'],
    cases: [...ofItems(change, here), absentOf(), conflictOf('merge (§5.6.20.4)')],
  },
];
