import { temporaryDatabase } from '@allmende/database/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEntity, anInstance, vocabulary } from '../../test/entity-builder.ts';
import { contextBrokerMigrations } from '../migrations/context-broker-migrations.ts';
import type { EntityQuery } from '../query-language/query.ts';
import type { EntityStore } from './entity-store.ts';
import { createScanThread, type ScanThread } from './scan-thread.ts';
import { createSlowScans, scanKey } from './slow-scans.ts';
import { createDictionaries } from './sql-dictionaries.ts';
import { createSqlEntityStore } from './sql-entity-store.ts';
import { scanEntities } from './sql-entity-scan.ts';
import { creation } from './transitions.ts';

const speed = `${vocabulary}speed`;
const asks = (q: EntityQuery['q']): EntityQuery => ({
  ...(q === undefined ? {} : { q }),
  limit: 5,
  offset: 1,
});
const path = { names: [speed], trailing: [] };
const fast = asks({ kind: 'compare', path, operator: '>', value: { kind: 'number', value: 3 } });
const pattern = asks({ kind: 'compare', path, operator: '~=', value: { kind: 'text', value: '^f' } });

describe('the thread that scans', () => {
  let temporary: ReturnType<typeof temporaryDatabase>;
  let thread: ScanThread;
  let store: EntityStore;
  beforeEach(async () => {
    temporary = temporaryDatabase();
    const { database } = temporary;
    database.migrate(contextBrokerMigrations);
    thread = createScanThread(database.file);
    store = createSqlEntityStore({
      database,
      dictionaries: createDictionaries(database),
      clock: fixedClock(0),
      logger: silentLogger,
      onCommitted: () => undefined,
    });
    for (let n = 0; n < 20; n += 1) {
      const id = `urn:ngsi-ld:T:${String(n)}`;
      const value = n % 3 === 0 ? 'fast' : n;
      await store.apply('', id, creation(anEntity(id, { speed: anInstance(value) })));
    }
  });
  afterEach(async () => {
    await thread.close();
    await temporary.remove();
  });

  it.each([
    ['by SQL alone', fast],
    ['with what SQL cannot decide', pattern],
    ['counting', { ...pattern, count: true }],
  ])('answers as a scan on the event loop does: %s', async (_name, query) => {
    const asked = { query, columns: 'e.doc, e.sys' } as const;
    const { page, tookMs } = await thread.scan('', asked);
    expect(tookMs).toBeGreaterThan(0);
    expect(page.rows.length).toBeGreaterThan(0);
    expect(page).toEqual(scanEntities(temporary.database.read, '', asked));
    expect((await thread.scan('other', asked)).page.rows).toEqual([]);
  });

  it('sees what was committed before it was asked', async () => {
    const asked = { query: { ...fast, offset: 0, limit: 100 }, columns: 'e.doc' } as const;
    const { rows } = (await thread.scan('', asked)).page;
    const id = 'urn:ngsi-ld:T:new';
    await store.apply('', id, creation(anEntity(id, { speed: anInstance(99) })));
    expect((await thread.scan('', asked)).page.rows).toHaveLength(rows.length + 1);
  });

  it('refuses what waits when it ends, and starts anew', async () => {
    const asked = { query: fast, columns: 'e.doc' } as const;
    const waiting = thread.scan('', asked);
    const refused = expect(waiting).rejects.toThrow('has ended');
    await thread.close();
    await refused;
    expect((await thread.scan('', asked)).page.rows.length).toBeGreaterThan(0);
  });
});

describe('slow scans', () => {
  it('are known by what they look at, whatever the values', () => {
    const other = asks({ kind: 'compare', path, operator: '>', value: { kind: 'number', value: 9 } });
    expect(scanKey('', fast)).toBe(scanKey('', other));
    expect(scanKey('', fast)).not.toBe(scanKey('', pattern));
    expect(scanKey('', fast)).not.toBe(scanKey('bonn', fast));
  });

  it('are forgotten when they become fast', () => {
    const slow = createSlowScans();
    slow.note('a', true);
    expect([slow.has('a'), slow.has('b')]).toEqual([true, false]);
    slow.note('a', false);
    expect(slow.has('a')).toBe(false);
  });
});
