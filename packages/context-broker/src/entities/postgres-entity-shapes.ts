import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import type { Entity } from './entity.ts';
import { kindsByType, numberOfShape, shapeOf, textOfShape, type EntityShape } from './entity-shape.ts';
import type { EntityStore } from './entity-store.ts';

/** The shapes of entities in table entity_shapes, so that discovery need not read the entities. */
export interface PostgresEntityShapes {
  numberOf(entity: Entity): number;
  /** Keeps the shapes of entities within a transaction; gives what is to be called after its commit. */
  keep(connection: PostgresConnection, tenant: string, entities: readonly Entity[]): Promise<() => void>;
}

/** A city has some hundred shapes. */
const maxKnown = 10_000;

export const createPostgresEntityShapes = (): PostgresEntityShapes => {
  const numbers = new Map<string, number>();
  const committed = new Set<string>();
  const numberOf = (entity: Entity): number => {
    const text = textOfShape(entity);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = numberOfShape(JSON.stringify(shapeOf(entity)));
    if (numbers.size >= maxKnown) numbers.clear();
    numbers.set(text, number);
    return number;
  };
  return {
    numberOf,
    keep: async (connection, tenant, entities) => {
      const fresh = new Map<number, Entity>();
      for (const entity of entities) {
        const number = numberOf(entity);
        if (!committed.has(`${tenant}\n${String(number)}`)) fresh.set(number, entity);
      }
      if (fresh.size === 0) return () => undefined;
      const rows = [...fresh].toSorted(([one], [other]) => one - other);
      await connection.run(
        `INSERT INTO entity_shapes SELECT $1, key, shape FROM unnest($2::bigint[], $3::text[]) AS n (key, shape)
         ON CONFLICT DO NOTHING`,
        tenant,
        rows.map(([number]) => number),
        rows.map(([, entity]) => JSON.stringify(shapeOf(entity))),
      );
      return () => {
        if (committed.size >= maxKnown) committed.clear();
        for (const [number] of rows) committed.add(`${tenant}\n${String(number)}`);
      };
    },
  };
};

/** Which types a tenant has, with their attributes and kinds (§5.7.5), from the shapes of its entities. */
export const createPostgresTypeCatalogue =
  ({ read }: PostgresDatabase): EntityStore['types'] =>
  async (tenant) => {
    const rows = await read.rows(
      `SELECT s.shape, n.count FROM entity_shapes s JOIN (
         SELECT shape, count(*) AS count FROM entities WHERE tenant = $1 AND doc IS NOT NULL GROUP BY shape
       ) n ON n.shape = s.key WHERE s.tenant = $1`,
      tenant,
    );
    const shapes = rows.map(([shape, count]) => ({
      shape: JSON.parse(String(shape)) as EntityShape,
      count: Number(count),
    }));
    const kinds = kindsByType(shapes.map(({ shape }) => shape));
    const counts = new Map<string, number>();
    for (const { shape, count } of shapes)
      for (const type of shape.types) counts.set(type, (counts.get(type) ?? 0) + count);
    return [...counts]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([type, count]) => ({ type, count, attributes: kinds.get(type) ?? {} }));
  };
