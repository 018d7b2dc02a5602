import type { Database } from '@allmende/database';
import type { EntityStore } from './entity-store.ts';
import { readShapes } from './sql-entity-shapes.ts';

/** Which types a tenant has, with their attributes and kinds (§5.7.5), from the shapes of its entities. */
export const createTypeCatalogue =
  ({ read }: Database): EntityStore['types'] =>
  (tenant) => {
    const counts = read
      .prepare(
        `SELECT n.name AS type, count(*) AS n FROM entity_type_names n JOIN entity_types t ON t.type = n.key
         WHERE n.tenant = ? GROUP BY n.key ORDER BY n.name`,
      )
      .all(tenant);
    const kindsOf = new Map<string, Map<string, Set<string>>>();
    for (const { types, attributes } of readShapes(read, tenant)) {
      for (const type of types) {
        const known = kindsOf.get(type) ?? new Map<string, Set<string>>();
        kindsOf.set(type, known);
        for (const [name, kinds] of Object.entries(attributes)) {
          known.set(name, new Set([...(known.get(name) ?? []), ...kinds]));
        }
      }
    }
    return Promise.resolve(
      counts.map((row) => {
        const type = String(row['type']);
        const attributes = [...(kindsOf.get(type) ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
        return {
          type,
          count: Number(row['n']),
          attributes: Object.fromEntries(attributes.map(([name, kinds]) => [name, [...kinds].toSorted()])),
        };
      }),
    );
  };
