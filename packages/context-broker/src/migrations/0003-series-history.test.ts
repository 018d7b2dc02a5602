import { temporaryDatabase } from '@allmende/database/testing';
import { fixedClock } from '@allmende/kernel/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDictionaries } from '../entities/sql-dictionaries.ts';
import { contextBrokerMigrations } from './context-broker-migrations.ts';
import { createSqlTemporalStore } from '../temporal/sql-temporal-store.ts';

const attribute = 'https://uri.etsi.org/ngsi-ld/default-context/speed';
const type = 'https://uri.etsi.org/ngsi-ld/default-context/Vehicle';
const iso = (second: number): string => new Date(second * 1000).toISOString();

describe('migration to history in series', () => {
  let temporary: ReturnType<typeof temporaryDatabase>;
  beforeEach(() => {
    temporary = temporaryDatabase();
  });
  afterEach(() => temporary.remove());

  const runOld = (sql: string): void => {
    temporary.database.migrate([{ name: 'test/old-data', sqlite: sql }]);
  };

  const past = (second: number): string =>
    JSON.stringify({
      kind: 'Property',
      value: second,
      observedAt: iso(second),
      createdAt: iso(second),
      modifiedAt: iso(second),
      instanceId: `urn:i:${second}`,
    });

  it('keeps entities, their places and types, and the past, also of those that are no more', async () => {
    const { database } = temporary;
    database.migrate(contextBrokerMigrations.slice(0, 1));
    const location = { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.6, 51.9] } };
    const doc = JSON.stringify({ id: 'urn:v:1', type: 'Vehicle', location });
    runOld(`
      INSERT INTO entity_shapes VALUES (1, '', '{"types":["${type}"],"attributes":{}}');
      INSERT INTO entities VALUES (5, '', 'urn:v:1', '${doc}', '{"c":1,"n":1,"w":"urn:w:1","m":1,"f":1}', 1);
      INSERT INTO entity_types VALUES ('', '${type}', 5);
      INSERT INTO entity_location VALUES (5, 7.6, 7.6, 51.9, 51.9);
      INSERT INTO attribute_history VALUES
        (1, '', 'urn:v:1', '["${type}"]', '${attribute}', '', 'urn:i:1', 1000, 1000, 1000, NULL, '${past(1)}'),
        (2, '', 'urn:v:2', '["${type}"]', '${attribute}', '', 'urn:i:2', 2000, 2000, 2000, 9000, '${past(2)}');
    `);
    database.migrate(contextBrokerMigrations);
    const dictionaries = createDictionaries(database);
    const store = createSqlTemporalStore({ database, dictionaries, clock: fixedClock(0) });
    const query = { property: 'observedAt', attributes: [attribute] } as const;
    for (const [second, id] of [
      [1, 'urn:v:1'],
      [2, 'urn:v:2'],
    ] as const) {
      expect(await store.find('', id, query, 10)).toMatchObject({
        types: [type],
        attributes: {
          [attribute]: [{ value: second, observedAt: iso(second), instanceId: `urn:i:${second}` }],
        },
      });
    }
    const deleted = await store.find('', 'urn:v:2', { ...query, property: 'deletedAt' }, 10);
    expect(deleted?.attributes[attribute]).toMatchObject([{ deletedAt: iso(9) }]);
    expect(database.read.prepare('SELECT pk, point FROM entity_location').all()).toEqual([
      { pk: 5, point: JSON.stringify(location.value) },
    ]);
    expect(database.read.prepare('SELECT type, pk FROM entity_types').all()).toEqual([{ type: 1, pk: 5 }]);
    const known = { ...query, property: 'createdAt' } as const;
    expect((await store.find('', 'urn:v:1', known, 10))?.attributes[attribute]).toHaveLength(1);
  });
});
