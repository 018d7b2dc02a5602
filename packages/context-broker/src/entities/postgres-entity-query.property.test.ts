import { temporaryPostgres, type TemporaryPostgres } from '@allmende/database/testing';
import { fixedClock } from '@allmende/kernel/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entities, location, nodeQueries, queries } from '../../test/query-arbitraries.ts';
import { contextBrokerMigrations } from '../module.ts';
import { matchesQuery } from '../query-language/matches.ts';
import { toPostgres } from '../query-language/postgres-entity-filter.ts';
import type { EntityQuery, QueryNode } from '../query-language/query.ts';
import { createPostgresSeriesDictionary } from '../temporal/postgres-series-dictionary.ts';
import type { Entity } from './entity.ts';
import type { EntityStore } from './entity-store.ts';
import { createPostgresEntityStore } from './postgres-entity-store.ts';
import { creation } from './transitions.ts';

const url = process.env['TEST_POSTGRES_URL'];
const all = { limit: 1000, offset: 0 };

describe(`queries of ${url === undefined ? 'PGlite' : 'PostgreSQL'}`, () => {
  let own: TemporaryPostgres;
  let store: EntityStore;

  beforeAll(async () => {
    own = await temporaryPostgres({ url, migrations: contextBrokerMigrations });
    store = createPostgresEntityStore({
      database: own.database,
      series: createPostgresSeriesDictionary(),
      clock: fixedClock(0),
      onCommitted: () => undefined,
    });
  }, 180_000);
  afterAll(() => own.remove());

  /** Each run has a tenant of its own, which takes less time than to empty the tables. */
  const state = { runs: 0 };
  const keep = async (given: readonly Entity[]): Promise<{ tenant: string; stored: readonly Entity[] }> => {
    const tenant = `run${String((state.runs += 1))}`;
    const stored = given.map((entity, index) => ({ ...entity, id: `${entity.id}:${String(index)}` }));
    const steps = stored.map((entity) => ({ entityId: entity.id, transition: creation(entity) }));
    expect((await store.applyAll(tenant, steps)).find((outcome) => outcome instanceof Error)).toBeUndefined();
    return { tenant, stored };
  };

  it.each([
    ['whole queries', queries],
    ['q alone', nodeQueries],
  ])('find what matchesQuery finds: %s', { timeout: 120_000 }, async (_name, arbitrary) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entities, { minLength: 1, maxLength: 5 }),
        fc.array(arbitrary, { minLength: 1, maxLength: 6 }),
        async (given, asked) => {
          const { tenant, stored } = await keep(given);
          for (const query of asked) {
            const ids = query.ids?.map((id) => `${id}:0`);
            const own = { ...query, ...(ids === undefined ? {} : { ids }), ...all, count: true };
            const expected = stored.filter((entity) => matchesQuery(entity, own)).map(({ id }) => id);
            const page = await store.query(tenant, own);
            expect(page.entities.map(({ id }) => id)).toEqual(expected.toSorted());
            expect(page.count).toBe(expected.length);
            const documents = await store.queryDocuments(tenant, { ...own, limit: 1, offset: 1 });
            expect(documents.documents).toHaveLength(Math.max(0, Math.min(1, expected.length - 1)));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('find places by their exact distance, also on the border', async () => {
    const at = (id: string, coordinates: readonly number[]): Entity => ({
      id,
      types: ['T'],
      createdAt: '2026-01-01T00:00:00.000Z',
      modifiedAt: '2026-01-01T00:00:00.000Z',
      attributes: {
        [location]: [
          {
            kind: 'GeoProperty',
            value: { type: 'Point', coordinates },
            createdAt: '2026-01-01T00:00:00.000Z',
            modifiedAt: '2026-01-01T00:00:00.000Z',
          },
        ],
      },
    });
    const coordinate = fc.double({ min: -0.01, max: 0.01, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 1500 }),
        async (offsets, maxDistance) => {
          const given = offsets.map(([x, y], index) => at(`urn:p:${String(index)}`, [7.6 + x, 51.96 + y]));
          const { tenant, stored } = await keep(given);
          const geo = {
            relation: 'near' as const,
            maxDistance,
            geometry: { type: 'Point', coordinates: [7.6, 51.96] },
            geoproperty: location,
          };
          const found = await store.query(tenant, { geo, ...all });
          const expected = stored.filter((entity) => matchesQuery(entity, { geo, ...all }));
          expect(found.entities.map(({ id }) => id)).toEqual(expected.map(({ id }) => id).toSorted());
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('toPostgres', () => {
  const compare = (
    operator: '==' | '!=' | '>' | '~=',
    value: Extract<QueryNode, { kind: 'compare' }>['value'],
  ): EntityQuery => ({
    q: { kind: 'compare', path: { names: ['urn:a'], trailing: [] }, operator, value },
    ...all,
  });

  it('is exact for types, ids, attributes and simple comparisons', () => {
    const isExact = (query: Omit<EntityQuery, 'limit' | 'offset'>): boolean =>
      toPostgres({ ...query, ...all }, 2).isExact;
    expect(isExact({ types: [['T', 'U'], ['V']], ids: ['urn:a'], attributes: ['urn:a'] })).toBe(true);
    expect(isExact(compare('>', { kind: 'number', value: -3.5 }))).toBe(true);
    expect(isExact(compare('==', { kind: 'text', value: 'x' }))).toBe(true);
    expect(isExact(compare('!=', { kind: 'text', value: 'x' }))).toBe(false);
    expect(isExact(compare('==', { kind: 'text', value: 'x'.repeat(201) }))).toBe(false);
    expect(isExact({ idPattern: 'x' })).toBe(false);
  });

  it('binds names and values instead of writing them', () => {
    const evil = `x') OR 1=1 -- ?`;
    const { where, parameters } = toPostgres(
      { attributes: [evil], ...compare('==', { kind: 'text', value: evil }), types: [[evil]] },
      2,
    );
    expect(where).not.toContain(evil);
    expect([...where.matchAll(/\$\d/gu)].map(([number]) => number)).toEqual(['$2', '$3', '$4']);
    expect(parameters).toEqual([[evil], evil, JSON.stringify({ 'urn:a': [evil] })]);
  });
});
