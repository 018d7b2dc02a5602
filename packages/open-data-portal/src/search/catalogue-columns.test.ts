import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { facetNames, type CatalogueQuery, type FacetName } from '../catalogue/catalogue-store.ts';
import { CatalogueColumns, type CatalogueRow } from './catalogue-columns.ts';

const values = fc.constantFrom('a', 'b', 'c');
const facets = fc.uniqueArray(fc.tuple(fc.constantFrom<FacetName>('theme', 'format', 'keyword'), values), {
  selector: ([name, value]) => name + value,
});
const instants = fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03');

const rows: fc.Arbitrary<CatalogueRow> = fc.record({
  seq: fc.integer({ min: 1, max: 20 }),
  tenant: fc.constantFrom('', 'bonn'),
  kind: fc.constantFrom('dataset', 'data-service'),
  state: fc.constantFrom('draft', 'published'),
  createdAt: instants,
  modifiedAt: instants,
  sortTitle: values,
  facets,
  boxes: fc.array(fc.constantFrom([0, 0, 1, 1] as const, [2, 2, 3, 3] as const), { maxLength: 1 }),
});

const chosen = fc.uniqueArray(values);
const queries: fc.Arbitrary<CatalogueQuery> = fc.record(
  {
    tenant: fc.constantFrom('', 'bonn'),
    limit: fc.integer({ min: 0, max: 5 }),
    offset: fc.integer({ min: 0, max: 5 }),
    kinds: fc.constant(['dataset' as const]),
    states: fc.constant(['published' as const]),
    facets: fc.record({ theme: chosen, format: chosen }, { requiredKeys: [] }),
    bbox: fc.constant([0.5, 0.5, 0.6, 0.6] as const),
    modifiedSince: instants,
    sort: fc.constantFrom('relevance', 'modified', 'title', 'created'),
    count: fc.constant(facetNames),
  },
  { requiredKeys: ['tenant', 'limit', 'offset', 'count'] },
);

/** The query by the words of its description, one entry at a time. */
const holds = (row: CatalogueRow, query: CatalogueQuery, without?: FacetName): boolean =>
  row.tenant === query.tenant &&
  (query.kinds?.includes(row.kind) ?? true) &&
  (query.states?.includes(row.state) ?? true) &&
  (query.bbox === undefined || row.boxes.some(([west]) => west === 0)) &&
  row.modifiedAt >= (query.modifiedSince ?? '') &&
  Object.entries(query.facets ?? {}).every(
    ([name, all]) =>
      name === without ||
      all.length === 0 ||
      row.facets.some(([facet, value]) => facet === name && all.includes(value)),
  );

const keyOf = ({ sort = 'relevance' }: CatalogueQuery, row: CatalogueRow): string =>
  ({ relevance: row.modifiedAt, modified: row.modifiedAt, created: row.createdAt, title: row.sortTitle })[
    sort
  ];

it('selects, counts and sorts as a look at every entry does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(rows, fc.boolean()), { maxLength: 40 }),
      queries,
      fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 20 })), { nil: undefined }),
      (given, query, matches) => {
        const columns = new CatalogueColumns();
        const stored = new Map<number, CatalogueRow>();
        for (const [row, isRemoved] of given) {
          if (isRemoved) columns.drop(row.seq);
          else columns.put(row);
          if (isRemoved) stored.delete(row.seq);
          else stored.set(row.seq, row);
        }
        const order = [...stored.values()].filter(({ seq }) => matches?.includes(seq) ?? true);
        const sort = query.sort ?? 'relevance';
        const direction = sort === 'title' ? 1 : -1;
        order.sort((one, other) => {
          if (matches !== undefined && sort === 'relevance')
            return matches.indexOf(one.seq) - matches.indexOf(other.seq);
          const [a, b] = [keyOf(query, one), keyOf(query, other)];
          return a === b ? one.seq - other.seq : a < b ? -direction : direction;
        });
        const found = order.filter((row) => holds(row, query));
        const selected = columns.select(query, matches);
        expect(selected.count).toBe(found.length);
        expect(selected.seqs).toEqual(
          found.slice(query.offset, query.offset + query.limit).map(({ seq }) => seq),
        );
        for (const name of ['theme', 'format', 'keyword'] as const) {
          const told = selected.facets[name] ?? [];
          const counted = ['a', 'b', 'c']
            .map((value) => ({
              value,
              count: order.filter(
                (row) =>
                  holds(row, query, name) &&
                  row.facets.some(([facet, one]) => facet === name && one === value),
              ).length,
            }))
            .filter(({ count }) => count > 0)
            .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
          expect(told).toEqual(counted);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
