import type { CompiledContext } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import { statusOf } from '@allmende/http';
import { collectQuery } from '../distribution/collect-query.ts';
import type { Distribution } from '../distribution/distribution.ts';
import { internalRequest } from '../distribution/internal-request.ts';
import { planRead } from '../distribution/plan-read.ts';
import { createSourcedTemporalStore } from '../distribution/temporal/sourced-temporal-store.ts';
import type { SourceWarning } from '../distribution/warnings.ts';
import { resolveLinks } from '../linked-entities/linked-query.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';
import { parseFlag, parseSelection, type Parameters } from '../query-language/entity-parameters.ts';
import { parametersOfBody } from '../query-language/query-body.ts';
import { parseTemporalQuery } from '../temporal/temporal-query.ts';
import {
  addEntities,
  addEvolutions,
  entitiesOf,
  maxInstances,
  type ContentStores,
} from './snapshot-contents.ts';
import type { Snapshot, SnapshotQueryDetails, SnapshotStatus } from './snapshot-store.ts';
import { snapshotTenant } from './snapshot-tenant.ts';

/** What queries of snapshots are run with. */
export interface SnapshotRun {
  readonly distribution: Distribution;
  readonly contents: ContentStores;
  readonly tenant: string;
  readonly context: CompiledContext;
}

const pageSize = 100;

const warned = (warnings: readonly SourceWarning[]): Pick<SnapshotQueryDetails, 'problemDetails'> =>
  warnings.length === 0
    ? {}
    : {
        problemDetails: {
          title: 'Some context sources are not part of the snapshot.',
          detail: warnings.map(({ registration, detail }) => `${registration.id}: ${detail}`).join('; '),
        },
      };

const found = (count: number, warnings: readonly SourceWarning[]): SnapshotQueryDetails => ({
  resultStatus: count === 0 ? 'empty' : 'success',
  ...warned(warnings),
});

/** Refuses a query that cannot be run, before a snapshot is made. */
export const checkQuery = (query: unknown, context: CompiledContext, isTemporal: boolean): Parameters => {
  const given = parametersOfBody(query, {}, { isTemporal });
  parseSelection(given, context);
  if (isTemporal) parseTemporalQuery(given);
  return given;
};

const runHere = async (run: SnapshotRun, kept: string, given: Parameters): Promise<number> => {
  const { contents, tenant, context } = run;
  const { entities } = contents;
  const { linkedQ, ...query } = parseSelection(given, context);
  const q = linkedQ === undefined ? query.q : await resolveLinks(linkedQ, { entities, tenant });
  let count = 0;
  for await (const page of entitiesOf(contents, tenant, { ...query, ...(q === undefined ? {} : { q }) })) {
    await addEntities(contents, kept, page);
    count += page.length;
  }
  return count;
};

const runQuery = async (run: SnapshotRun, kept: string, query: unknown): Promise<SnapshotQueryDetails> => {
  const { distribution, contents, tenant, context } = run;
  const given = checkQuery(query, context, false);
  const collected = await collectQuery(distribution, tenant, { given, context });
  if (collected === undefined) return found(await runHere(run, kept, given), []);
  await addEntities(contents, kept, collected.entities);
  return found(collected.entities.length, collected.warnings);
};

const runTemporalQuery = async (
  run: SnapshotRun,
  kept: string,
  query: unknown,
): Promise<SnapshotQueryDetails> => {
  const { distribution, contents, tenant, context } = run;
  const given = checkQuery(query, context, true);
  const registrations = await distribution.registrations.all(tenant);
  const sourced = createSourcedTemporalStore(distribution, contents.temporal, {
    request: internalRequest(tenant),
    given,
    context,
    isSplit: parseFlag(given, 'splitEntities'),
    plan: (subject, temporal, operations) =>
      planRead(registrations, subject, {
        nowMs: distribution.parts.clock.now(),
        operations,
        via: undefined,
        temporal,
      }),
  });
  const { linkedQ: _linkedQ, ...selection } = parseSelection(given, context);
  const time = parseTemporalQuery(given);
  let count = 0;
  for (let offset = 0; ; offset += pageSize) {
    const asked = { ...selection, count: false, limit: pageSize, offset };
    const page = await sourced.store.query(tenant, asked, time, maxInstances);
    await addEvolutions(contents, kept, page.entities);
    count += page.entities.length;
    if (!page.hasNext) return found(count, sourced.warnings());
  }
};

/** A query that fails is a failure of the snapshot, not of the broker. */
const attempted = async (work: () => Promise<SnapshotQueryDetails>): Promise<SnapshotQueryDetails> => {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    const body = ngsiLdErrors.body(cause, statusOf(cause.problem.category), '');
    return { resultStatus: 'failure', problemDetails: { ...(body as object) } };
  }
};

/** The status of a snapshot from how its queries went (§5.16.1.4). */
export const statusFrom = (details: readonly SnapshotQueryDetails[]): SnapshotStatus => {
  const some = (status: SnapshotQueryDetails['resultStatus']): boolean =>
    details.some(({ resultStatus }) => resultStatus === status);
  if (details.every(({ resultStatus }) => resultStatus === 'success')) return 'success';
  if (some('success')) return 'partial';
  return some('empty') ? 'empty' : 'failure';
};

/** Runs the queries of a snapshot and keeps what they find; tells how it went. */
export const runSnapshot = async (run: SnapshotRun, snapshot: Snapshot): Promise<Snapshot> => {
  const { snapshotQueries, snapshotTemporalQueries } = snapshot;
  const kept = snapshotTenant({ tenant: run.tenant, id: snapshot.id });
  const past: SnapshotQueryDetails[] = [];
  // The past goes first, as entities that are there already would have their past told as well.
  for (const query of snapshotTemporalQueries ?? [])
    past.push(await attempted(() => runTemporalQuery(run, kept, query)));
  const present: SnapshotQueryDetails[] = [];
  for (const query of snapshotQueries ?? []) present.push(await attempted(() => runQuery(run, kept, query)));
  return {
    ...snapshot,
    snapshotStatus: statusFrom([...present, ...past]),
    ...(snapshotQueries === undefined ? {} : { snapshotQueriesDetails: present }),
    ...(snapshotTemporalQueries === undefined ? {} : { snapshotTemporalQueriesDetails: past }),
  };
};
