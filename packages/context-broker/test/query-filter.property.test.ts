import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity } from '../src/entities/entity.ts';
import { entityCodec } from '../src/entities/sql-entity-row.ts';
import { boundsOf } from '../src/query-language/geometry.ts';
import { matchesQuery } from '../src/query-language/matches.ts';
import type { EntityQuery } from '../src/query-language/query.ts';
import { toSql } from '../src/query-language/sql-entity-filter.ts';
import { entities, location, nodeQueries, queries } from './query-arbitraries.ts';

const open = (): DatabaseSync => {
  const database = new DatabaseSync(':memory:');
  database.exec(`CREATE TABLE entities (pk INTEGER PRIMARY KEY, doc TEXT, id TEXT, tenant TEXT DEFAULT '');
    CREATE TABLE entity_type_names (key INTEGER PRIMARY KEY, tenant TEXT, name TEXT UNIQUE);
    CREATE TABLE entity_types (pk INTEGER, type INTEGER);
    CREATE VIRTUAL TABLE entity_location USING rtree(pk, minX, maxX, minY, maxY);`);
  return database;
};

const fill = (database: DatabaseSync, stored: readonly Entity[]): void => {
  database.exec('DELETE FROM entities; DELETE FROM entity_types; DELETE FROM entity_location');
  stored.forEach((entity, pk) => {
    database
      .prepare('INSERT INTO entities (pk, doc, id) VALUES (?, ?, ?)')
      .run(pk, entityCodec.toRow(entity, 'w-1').doc, entity.id);
    for (const type of entity.types) {
      database.prepare("INSERT OR IGNORE INTO entity_type_names (tenant, name) VALUES ('', ?)").run(type);
      database
        .prepare('INSERT INTO entity_types SELECT ?, key FROM entity_type_names WHERE name = ?')
        .run(pk, type);
    }
    const bounds = boundsOf(
      (entity.attributes[location]?.[0]?.value as { coordinates?: unknown } | undefined)?.coordinates,
    );
    if (bounds === undefined) return;
    const { minX, maxX, minY, maxY } = bounds;
    database.prepare('INSERT INTO entity_location VALUES (?, ?, ?, ?, ?)').run(pk, minX, maxX, minY, maxY);
  });
};

const found = (
  database: DatabaseSync,
  query: EntityQuery,
): { readonly pks: readonly number[]; readonly exact: boolean } => {
  const { where, parameters, exact } = toSql(query);
  const rows = database
    .prepare(`SELECT e.pk FROM entities e WHERE ${where} ORDER BY e.pk`)
    .all(...parameters);
  return { pks: rows.map((row) => Number(row['pk'])), exact };
};

describe('toSql', () => {
  it.each([
    ['whole queries', queries],
    ['q alone', nodeQueries],
  ])('finds what matchesQuery finds: %s', (_name, arbitrary) => {
    const database = open();
    fc.assert(
      fc.property(fc.array(entities, { minLength: 1, maxLength: 5 }), arbitrary, (stored, query) => {
        fill(database, stored);
        const expected = stored.flatMap((entity, pk) => (matchesQuery(entity, query) ? [pk] : []));
        const { pks, exact } = found(database, query);
        expect(exact ? pks : expected.filter((pk) => !pks.includes(pk))).toEqual(exact ? expected : []);
      }),
      { numRuns: 1500 },
    );
    database.close();
  });

  it('is exact for types, attributes and simple comparisons', () => {
    const types = [['T']];
    const q = {
      kind: 'compare',
      path: { names: ['a'], trailing: [] },
      operator: '>',
      value: { kind: 'number', value: 3 },
    } as const;
    expect(toSql({ types, attributes: ['a'], q, limit: 1, offset: 0 }).exact).toBe(true);
    expect(toSql({ idPattern: 'x', limit: 1, offset: 0 }).exact).toBe(false);
  });

  it('binds names instead of writing them', () => {
    const evil = `x' OR 1=1 --`;
    const { where, parameters } = toSql({ attributes: [evil], limit: 1, offset: 0 });
    expect(where).not.toContain(evil);
    expect(parameters).toEqual([`$."${evil}"`]);
  });
});
