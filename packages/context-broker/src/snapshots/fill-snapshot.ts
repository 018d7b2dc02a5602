import { statusOf } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import type { BrokerParts } from '../broker.ts';
import { creation } from '../entities/transitions.ts';
import { resolveLinks } from '../linked-entities/linked-query.ts';
import { ngsiLdProblem } from '../ngsi-ld-errors.ts';
import type { Selection } from '../query-language/entity-parameters.ts';
import type { EntityQuery } from '../query-language/query.ts';
import type { Snapshot, SnapshotQueryDetails } from './snapshot-store.ts';

const pageSize = 1000;

/** A query for all that there is. */
export const everything: EntityQuery = { limit: pageSize, offset: 0 };

/** Copies what a query finds among the entities of a tenant to those of another; tells how many these are. */
export const copyEntities = async (
  { entities }: BrokerParts,
  from: { readonly tenant: string; readonly query: EntityQuery },
  to: string,
): Promise<number> => {
  let copied = 0;
  for (;;) {
    const page = await entities.query(from.tenant, {
      ...from.query,
      count: false,
      offset: copied,
      limit: pageSize,
    });
    const steps = page.entities.map((entity) => ({
      entityId: entity.id,
      transition: (before: typeof entity | undefined) => before ?? creation(entity)(undefined),
    }));
    if (steps.length > 0) await entities.applyAll(to, steps);
    copied += steps.length;
    if (steps.length < pageSize) return copied;
  }
};

/** What became of one query of a snapshot (§5.2.42). */
const runQuery = async (
  parts: BrokerParts,
  { tenant, selection, requestId }: { tenant: string; selection: Selection; requestId: string },
  to: string,
): Promise<SnapshotQueryDetails> => {
  const { linkedQ, ...query } = selection;
  const { entities } = parts;
  try {
    const q = linkedQ === undefined ? query.q : await resolveLinks(linkedQ, { entities, tenant });
    const found = await copyEntities(
      parts,
      { tenant, query: { ...query, ...(q === undefined ? {} : { q }) } },
      to,
    );
    return { resultStatus: found > 0 ? 'success' : 'empty' };
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    const status = statusOf(cause.problem.category);
    return { resultStatus: 'failure', problemDetails: ngsiLdProblem(cause, status, requestId) };
  }
};

/** Fills a snapshot by its queries, one after the other. */
export const runQueries = async (
  parts: BrokerParts,
  from: { readonly tenant: string; readonly selections: readonly Selection[]; readonly requestId: string },
  to: string,
): Promise<readonly SnapshotQueryDetails[]> => {
  const { tenant, requestId } = from;
  const details: SnapshotQueryDetails[] = [];
  for (const selection of from.selections)
    details.push(await runQuery(parts, { tenant, selection, requestId }, to));
  return details;
};

/** The status of a snapshot after its queries (§5.16.1.4). */
export const statusAfter = (details: readonly SnapshotQueryDetails[]): Snapshot['snapshotStatus'] => {
  const has = (status: SnapshotQueryDetails['resultStatus']): boolean =>
    details.some(({ resultStatus }) => resultStatus === status);
  if (has('success')) return has('empty') || has('failure') ? 'partial' : 'success';
  return has('empty') ? 'empty' : 'failure';
};
