import type { EntityQuery } from '../query-language/query.ts';
import { currentEntries } from './past-entries.ts';
import { hasPast, streamPast, type HistorySource } from './sql-history-reader.ts';
import type { SqlSubject } from './sql-subject.ts';
import { judgedAttributes, TemporalJudgement } from './temporal-conditions.ts';
import type { TemporalQuery } from './temporal-store.ts';

interface Judging {
  readonly source: HistorySource;
  readonly subject: SqlSubject;
  readonly query: TemporalQuery;
}

const hasInstance = ({ source, subject, query }: Judging): boolean =>
  currentEntries(subject.stored, query).length > 0 || hasPast(source, { pk: subject.pk, query });

const holds = ({ source, subject, query }: Judging, asked: EntityQuery): boolean => {
  const judgement = new TemporalJudgement(subject, asked);
  judgement.seeCurrent(query);
  for (const attribute of judgedAttributes(asked)) {
    if (!judgement.wants(attribute)) continue;
    const selection = { pk: subject.pk, query: { ...query, attributes: [attribute] } };
    for (const { instance } of streamPast(source, selection)) {
      judgement.see(attribute, instance);
      if (!judgement.wants(attribute)) break;
    }
  }
  return judgement.isFulfilled();
};

/** Whether an entity has something to show in the interval and fulfils the conditions in it. */
export const fulfils = (judging: Judging, asked: EntityQuery): boolean => {
  const { attributes, q, geo } = asked;
  return (
    hasInstance(judging) &&
    (attributes === undefined || hasInstance({ ...judging, query: { ...judging.query, attributes } })) &&
    ((q === undefined && geo === undefined) || holds(judging, asked))
  );
};
