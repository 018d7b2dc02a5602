import type { PostgresDatabase } from '@allmende/database';
import type { EntityQuery } from '../query-language/query.ts';
import { createWriteIds } from '../entities/write-id.ts';
import { endingsOfPast, writeEndings } from '../expiry/postgres-expiries.ts';
import type { SoonestEnd } from '../expiry/soonest-end.ts';
import { grown, type Asked, type Reading } from './evolution.ts';
import { evolutions, readEntries } from './postgres-evolution-reader.ts';
import { hasPast, type PostgresHistorySource } from './postgres-history-reader.ts';
import { createPostgresHistoryRows, type PastOwner } from './postgres-history-rows.ts';
import { writeHistory } from './postgres-history-writer.ts';
import type { PostgresSeriesDictionary } from './postgres-series-dictionary.ts';
import { readSubject } from './postgres-subject.ts';
import { candidates, fulfils } from './postgres-temporal-candidates.ts';
import type { TemporalEntity, TemporalPage, TemporalStore } from './temporal-store.ts';

/**
 * Reads how entities evolved: superseded instances from the history, the valid ones from entities.
 * Built over the tables of migration postgres-0002-history.
 */
export const createPostgresTemporalStore = ({
  database,
  series,
  soonest,
}: {
  readonly database: PostgresDatabase;
  readonly series: PostgresSeriesDictionary;
  /** Told when something that was written ends by itself (§4.22). */
  readonly soonest?: SoonestEnd;
}): TemporalStore => {
  const source: PostgresHistorySource = { connection: database.read, series };
  const rows = createPostgresHistoryRows(series);
  const nextWriteId = createWriteIds();
  return {
    find: (tenant, entityId, query, maxInstances) =>
      findEvolution(source, { tenant, entityId }, { query, maxInstances }),
    query: (tenant, entities, query, maxInstances) =>
      queryEvolutions(source, { tenant, entities }, { query, maxInstances, scopeQ: entities.scopeQ }),
    addHistory: async (tenant, { id, types }, instances) => {
      const { answer, ends } = await database.write(async (connection) => {
        const owner = { tenant, entityId: id, types };
        const writing = { connection, series, rows, nextWriteId };
        const { isNew, fresh } = await writeHistory(writing, owner, instances);
        const ends = endingsOfPast(owner, fresh);
        await writeEndings(connection, ends);
        return { answer: { isNew, added: fresh.length }, ends };
      });
      for (const { atMs } of ends) soonest?.note(atMs);
      return answer;
    },
  };
};

const findEvolution = async (
  source: PostgresHistorySource,
  owner: PastOwner,
  asked: Asked,
): Promise<TemporalEntity | undefined> => {
  const subject = await readSubject(source.connection, owner);
  if (subject === undefined) return undefined;
  const { attributes } = asked.query;
  const isKnown =
    attributes === undefined ||
    attributes.some((name) => subject.stored?.instancesOf(name) !== undefined) ||
    (await hasPast(source, { ...owner, query: { property: 'modifiedAt', attributes } }));
  if (!isKnown) return undefined;
  const { tenant } = owner;
  const reading = await readEntries(source, { tenant, subject }, asked);
  const [evolution] = await evolutions(source, { tenant, readings: [reading] }, asked);
  return evolution;
};

interface Search {
  readonly tenant: string;
  readonly entities: EntityQuery;
}

const queryEvolutions = async (
  source: PostgresHistorySource,
  { tenant, entities }: Search,
  asked: Asked,
): Promise<TemporalPage> => {
  const search = { tenant, entities, query: asked.query };
  let found: readonly Reading[] = [];
  let [count, hasNext] = [0, false];
  const take = async (subject: Reading['subject']): Promise<void> => {
    const isRead = asked.scopeQ !== undefined || (count >= entities.offset && found.length < entities.limit);
    const reading = isRead ? await readEntries(source, { tenant, subject }, asked) : undefined;
    if (asked.scopeQ !== undefined && reading?.entries.length === 0) return;
    count += 1;
    if (count <= entities.offset) return;
    if (reading !== undefined && found.length < entities.limit) found = grown(found, reading, asked);
    else hasNext = true;
  };
  for await (const some of candidates(source, search)) {
    const fitting = await Promise.all(some.map((one) => fulfils(source, one, search)));
    for (const [index, { subject }] of some.entries()) {
      if (fitting[index] === true) await take(subject);
      if (hasNext && entities.count !== true) break;
    }
    if (hasNext && entities.count !== true) break;
  }
  return {
    entities: await evolutions(source, { tenant, readings: found }, asked),
    hasNext,
    ...(entities.count === true ? { count } : {}),
  };
};
