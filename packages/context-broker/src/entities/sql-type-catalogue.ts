import type { Database } from '@allmende/database';
import { kindsByType } from './entity-shape.ts';
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
    const kinds = kindsByType(readShapes(read, tenant));
    return Promise.resolve(
      counts.map((row) => {
        const type = String(row['type']);
        return { type, count: Number(row['n']), attributes: kinds.get(type) ?? {} };
      }),
    );
  };
