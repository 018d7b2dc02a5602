import type { Database } from '@allmende/database';
import type { Clock } from '@allmende/kernel';
import type { Dictionaries } from '../entities/sql-dictionaries.ts';
import { createWriteIds } from '../entities/write-id.ts';
import type { EntityQuery } from '../query-language/query.ts';
import type { SoonestEnd } from '../expiry/sql-expiries.ts';
import { grown, type Asked, type Reading } from './evolution.ts';
import { evolutions, readEntries } from './sql-evolution-reader.ts';
import { hasPast, type HistorySource } from './sql-history-reader.ts';
import { createHistoryRows } from './sql-history-rows.ts';
import { writeHistory } from './sql-history-writer.ts';
import { readSubject, type SqlSubject } from './sql-subject.ts';
import { candidates } from './sql-temporal-candidates.ts';
import { fulfils } from './sql-temporal-conditions.ts';
import type { TemporalEntity, TemporalPage, TemporalStore } from './temporal-store.ts';

/**
 * Reads how entities evolved: superseded instances from the history, the valid ones from entities.
 * Built over the tables of migration 0003-series-history.
 */
export const createSqlTemporalStore = (parts: {
  readonly database: Database;
  readonly dictionaries: Dictionaries;
  readonly clock: Clock;
  readonly soonest?: SoonestEnd;
}): TemporalStore => {
  const { database, dictionaries, clock, soonest } = parts;
  const { series, shapes } = dictionaries;
  const source: HistorySource = { connection: database.read, series };
  const rows = createHistoryRows({ series, clock });
  const nextWriteId = createWriteIds();
  return {
    find: (tenant, entityId, query, maxInstances) =>
      Promise.resolve(findEvolution(source, { tenant, entityId }, { query, maxInstances })),
    query: (tenant, entities, query, maxInstances) =>
      Promise.resolve(queryEvolutions(source, tenant, entities, { query, maxInstances })),
    addHistory: (tenant, entity, instances) =>
      dictionaries.write((connection) =>
        writeHistory(
          { connection, series, shapes, rows, nextWriteId, soonest },
          { tenant, ...entity },
          instances,
        ),
      ),
  };
};

const findEvolution = (
  source: HistorySource,
  named: { readonly tenant: string; readonly entityId: string },
  asked: Asked,
): TemporalEntity | undefined => {
  const subject = readSubject(source.connection, named);
  if (subject === undefined) return undefined;
  const { pk, stored } = subject;
  const { attributes } = asked.query;
  const isKnown =
    attributes === undefined ||
    attributes.some((name) => stored?.instancesOf(name) !== undefined) ||
    hasPast(source, { pk, query: { property: 'modifiedAt', attributes } });
  if (!isKnown) return undefined;
  const [evolution] = evolutions(source, [readEntries(source, subject, asked)], asked);
  return evolution;
};

const queryEvolutions = (
  source: HistorySource,
  tenant: string,
  entities: EntityQuery,
  asked: Asked,
): TemporalPage => {
  const { query } = asked;
  const { scopeQ } = entities;
  const scoped: Asked = { ...asked, scopeQ };
  let found: readonly Reading<SqlSubject>[] = [];
  let [count, hasNext] = [0, false];
  for (const subject of candidates(source.connection, tenant, entities)) {
    if (!fulfils({ source, subject, query }, entities)) continue;
    if (scopeQ !== undefined && readEntries(source, subject, scoped).entries.length === 0) continue;
    count += 1;
    if (count <= entities.offset) continue;
    if (found.length < entities.limit) {
      found = grown(found, readEntries(source, subject, scoped), scoped);
    } else {
      hasNext = true;
      if (entities.count !== true) break;
    }
  }
  return {
    entities: evolutions(source, found, scoped),
    hasNext,
    ...(entities.count === true ? { count } : {}),
  };
};
