import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anInstance, vocabulary } from '../../test/entity-builder.ts';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import { parseRetention } from './history-policy.ts';
import { createPostgresHistoryKeeper } from './postgres-history-keeper.ts';
import { createPostgresSeriesDictionary } from './postgres-series-dictionary.ts';
import { createPostgresTemporalStore } from './postgres-temporal-store.ts';

const url = process.env['TEST_POSTGRES_URL'];
const [dayMs, nowMs] = [86_400_000, Date.UTC(2026, 2, 1, 12)];
const attribute = `${vocabulary}speed`;
const never = new AbortController().signal;
const iso = (ms: number) => new Date(ms).toISOString();

describe(`months of the history on ${url === undefined ? 'PGlite' : 'PostgreSQL'}`, () => {
  let own: TemporaryPostgres;
  beforeAll(async () => {
    own = await temporaryPostgres({ url, migrations: contextBrokerMigrations });
  }, 120_000);
  beforeEach(() => own.clear());
  afterAll(() => own.remove());

  const partsAt = (ms: number) => {
    const { database } = own;
    const series = createPostgresSeriesDictionary();
    return { database, series, clock: fixedClock(ms), logger: silentLogger, crowdedAt: 3, mostMoved: 40 };
  };
  const keep = (ms: number, rules = '', compressAfterMs?: number) =>
    createPostgresHistoryKeeper(partsAt(ms)).keep(
      { retention: parseRetention(rules), ...(compressAfterMs === undefined ? {} : { compressAfterMs }) },
      never,
    );
  const add = (id: string, ...times: readonly number[]) =>
    createPostgresTemporalStore(partsAt(nowMs)).addHistory(
      '',
      { id, types: ['urn:T'] },
      {
        [attribute]: times.map((ms) =>
          anInstance(ms, { observedAt: iso(ms), createdAt: iso(ms), modifiedAt: iso(ms) }),
        ),
      },
    );
  const timesOf = async (id: string) => {
    const store = createPostgresTemporalStore(partsAt(nowMs));
    const found = await store.find('', id, { property: 'observedAt' }, 100_000);
    return found?.attributes[attribute]?.map(({ value }) => value);
  };
  const countOf = async (table: string) => {
    const [row] = await own.database.read.rows(`SELECT count(*)::int FROM ${table}`);
    return row?.[0];
  };
  const daysFrom = (year: number, month: number, days: number) =>
    Array.from({ length: days }, (_, day) => Date.UTC(year, month, 1 + day));

  it('are made ahead, and for what is crowded in the default partition', async () => {
    await add('urn:a', ...daysFrom(2025, 4, 5), ...daysFrom(2025, 6, 2), Date.UTC(1850, 0, 1));
    await keep(nowMs);
    expect(await countOf('history_2025_05')).toBe(5);
    expect(await countOf('history_default')).toBe(3);
    await add('urn:a', ...daysFrom(2026, 4, 2));
    expect(await countOf('history_2026_05')).toBe(2);
    await add('urn:a', ...daysFrom(2025, 6, 4));
    await keep(nowMs);
    expect(await countOf('history_2025_07')).toBe(4);
    expect(await timesOf('urn:a')).toEqual([
      Date.UTC(1850, 0, 1),
      ...daysFrom(2025, 4, 5),
      ...daysFrom(2025, 6, 4),
      ...daysFrom(2026, 4, 2),
    ]);
  });

  it('are packed first where so many rows came that moving them would keep others waiting', async () => {
    const hours = daysFrom(2025, 5, 3).flatMap((day) =>
      Array.from({ length: 24 }, (_, hour) => day + hour * 3_600_000),
    );
    await add('urn:a', ...hours, ...daysFrom(2026, 0, 31), ...daysFrom(2026, 0, 31).map((day) => day + 1));
    await keep(nowMs, '', 40 * dayMs);
    expect(await countOf('history_2025_06')).toBe(0);
    expect(await countOf('history_packs_2025_06')).toBe(1);
    // Too young to be packed.
    expect(await countOf('history_default')).toBe(62);
    expect(await timesOf('urn:a')).toHaveLength(72 + 62);
    expect((await timesOf('urn:a'))?.slice(0, 72)).toEqual(hours);
  });

  it('are dropped when all in them is over, packs too', async () => {
    const march = daysFrom(2025, 2, 20);
    await add('urn:a', ...march, ...daysFrom(2025, 11, 31), Date.UTC(1850, 0, 1));
    const { packedRows } = await keep(nowMs, '', dayMs);
    expect(packedRows).toBe(51);
    expect(await countOf('history')).toBe(1);
    const { droppedMonths, removedRows } = await keep(nowMs, '*=80');
    expect(droppedMonths).toContain('2025_03');
    expect(droppedMonths).not.toContain('2025_12');
    // 1850, and days of December before noon of the 11th.
    expect(removedRows).toBe(1 + 11);
    expect(await timesOf('urn:a')).toEqual(daysFrom(2025, 11, 31).slice(11));
  });

  it('are dropped when deletion left nothing of them', async () => {
    await add('urn:a', ...daysFrom(2024, 2, 20));
    await keep(nowMs);
    const { droppedMonths } = await keep(nowMs + 2 * dayMs, '/urn:T=80');
    expect(droppedMonths).toContain('2024_03');
    expect(await timesOf('urn:a')).toBeUndefined();
  });

  it('are kept by one process at a time, once a day', async () => {
    await add('urn:a', ...daysFrom(2023, 2, 20));
    const rounds = await Promise.all([1, 2, 3].map(() => keep(nowMs, '*=80')));
    expect(rounds.flatMap((one) => one.droppedMonths).filter((month) => month === '2023_03')).toHaveLength(1);
    await add('urn:b', ...daysFrom(2023, 2, 3));
    expect((await keep(nowMs + dayMs / 2, '*=80')).removedRows).toBe(0);
    expect((await keep(nowMs + dayMs, '*=80')).droppedMonths).toContain('2023_03');
  });

  it('lose nothing that is written while they are made and packed', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `urn:${String(index)}`);
    const hours = Array.from({ length: 24 }, (_, hour) => hour * 3_600_000);
    const write = async (id: string): Promise<void> => {
      for (const hour of hours) await add(id, ...daysFrom(2022, 5, 30).map((day) => day + hour));
    };
    let isDone = false;
    const pack = async (): Promise<void> => {
      for (let day = 0; !isDone; day += 2) await keep(nowMs + day * dayMs, '', dayMs);
    };
    const packing = pack();
    await Promise.all(ids.map(write));
    isDone = true;
    await packing;
    await keep(nowMs + 5000 * dayMs, '', dayMs);
    expect(await countOf('history')).toBe(0);
    const expected = daysFrom(2022, 5, 30).flatMap((day) => hours.map((hour) => day + hour));
    for (const id of ids) expect(await timesOf(id)).toEqual(expected);
  }, 120_000);
});
