import type { EntityQuery } from '../query-language/query.ts';
import { currentEntries } from './past-entries.ts';
import {
  boundsOf,
  hasPast,
  packCondition,
  seriesCondition,
  streamPast,
  type PostgresHistorySource,
} from './postgres-history-reader.ts';
import { timeColumns } from './past-entries.ts';
import { subjectColumns, subjectOf } from './postgres-subject.ts';
import type { Subject } from './subject.ts';
import { isCandidate, timeless } from './temporal-candidates.ts';
import { judgedAttributes, TemporalJudgement } from './temporal-conditions.ts';
import type { TemporalQuery } from './temporal-store.ts';

/** What is asked, of whom. */
export interface TemporalSearch {
  readonly tenant: string;
  readonly entities: EntityQuery;
  readonly query: TemporalQuery;
}

/** Of rows in the interval one is certain, of packs that reach over its ends one may lie in it. */
type PastKnowledge = 'none' | 'maybe' | 'some';

interface Candidate {
  readonly subject: Subject;
  readonly past: PastKnowledge;
}

const atOnce = 100;

const ofEntity = 'p.tenant = e.tenant AND p.entity = e.id';

/** Entities in order of id after $2, with what is known of their past. */
const selectCandidates = (query: TemporalQuery, isNamed: boolean): string => {
  const column = timeColumns[query.property];
  const ofSeries = `p.series = ANY(ARRAY(SELECT key FROM history_series WHERE ${seriesCondition(query, '$4')}))`;
  const packs = (isWhole: boolean): string =>
    `EXISTS (SELECT 1 FROM history_packs p WHERE ${ofEntity} AND ${ofSeries}
      AND ${packCondition(query.property, ['$5', '$6'], isWhole)})`;
  return `
    SELECT ${subjectColumns}, CASE
      WHEN EXISTS (SELECT 1 FROM history p WHERE ${ofEntity} AND ${ofSeries}
        AND p.${column} >= $5 AND p.${column} < $6) OR ${packs(true)} THEN 'some'
      WHEN ${packs(false)} THEN 'maybe' ELSE 'none' END
    FROM entities e
    WHERE tenant = $1 AND id > $2 AND ${isNamed ? 'id = ANY($7::text[])' : '($7::text[] IS NULL OR types && $7)'}
    ORDER BY id LIMIT $3`;
};

/** Entities whose id and types fit, in order of id, some at once. */
export async function* candidates(
  { connection }: PostgresHistorySource,
  { tenant, entities, query }: TemporalSearch,
): AsyncGenerator<readonly Candidate[]> {
  const asked = timeless(entities);
  const sql = selectCandidates(query, asked.ids !== undefined);
  // Entities with any of the types; whether they have all that one selection asks for is told by isCandidate.
  const narrowing = asked.ids ?? asked.types?.flat() ?? null;
  const bounds = boundsOf(query);
  for (let last = ''; ;) {
    const rows = await connection.rows(
      sql,
      tenant,
      last,
      atOnce,
      query.attributes ?? null,
      ...bounds,
      narrowing,
    );
    yield rows
      .map((row) => ({ subject: subjectOf(row), past: row[4] as PastKnowledge }))
      .filter(({ subject }) => isCandidate(subject, asked));
    if (rows.length < atOnce) return;
    last = String(rows.at(-1)?.[0]);
  }
}

const holds = async (
  source: PostgresHistorySource,
  subject: Subject,
  { tenant, entities, query }: TemporalSearch,
): Promise<boolean> => {
  const judgement = new TemporalJudgement(subject, entities);
  judgement.seeCurrent(query);
  for (const attribute of judgedAttributes(entities)) {
    if (!judgement.wants(attribute)) continue;
    const selection = { tenant, entityId: subject.id, query: { ...query, attributes: [attribute] } };
    for await (const page of streamPast(source, selection)) {
      for (const { instance } of page) judgement.see(attribute, instance);
      if (!judgement.wants(attribute)) break;
    }
  }
  return judgement.isFulfilled();
};

/** Whether a candidate has something to show in the interval and fulfils the conditions in it. */
export const fulfils = async (
  source: PostgresHistorySource,
  { subject, past }: Candidate,
  search: TemporalSearch,
): Promise<boolean> => {
  const { tenant, entities, query } = search;
  const hasAny = async (of: TemporalQuery): Promise<boolean> =>
    currentEntries(subject.stored, of).length > 0 ||
    hasPast(source, { tenant, entityId: subject.id, query: of });
  if (past === 'none' && currentEntries(subject.stored, query).length === 0) return false;
  if (past === 'maybe' && !(await hasAny(query))) return false;
  const { attributes, q, geo } = entities;
  if (attributes !== undefined && !(await hasAny({ ...query, attributes }))) return false;
  return (q === undefined && geo === undefined) || holds(source, subject, search);
};
