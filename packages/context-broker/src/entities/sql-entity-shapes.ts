import type { Connection } from '@allmende/database';
import type { Entity } from './entity.ts';

/** What entities of one kind have in common: their types, and the kinds of each attribute, by expanded names. */
export interface EntityShape {
  readonly types: readonly string[];
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** Numbers the shapes of entities, so that discovery need not read the entities. */
export interface EntityShapes {
  /** The shape's number, made within the running transaction if it is new. */
  keyOf(connection: Connection, tenant: string, entity: Entity): number;
  /** To be called after a rollback, which may have taken new shapes with it. */
  forget(): void;
}

/** Shapes are remembered up to this number; a city has some hundred. */
const maxKnown = 10_000;

const shapeOf = ({ types, attributes }: Entity): EntityShape => ({
  types: types.toSorted(),
  attributes: Object.fromEntries(
    Object.keys(attributes)
      .toSorted()
      .map((name) => [name, [...new Set(attributes[name]?.map(({ kind }) => kind))].toSorted()]),
  ),
});

/** A cheap text that differs whenever the shape does; the same shape may have several. */
const textOf = (tenant: string, { types, attributes }: Entity): string => {
  let text = `${tenant}\n${types.join(' ')}`;
  for (const name in attributes) {
    text += `\n${name}`;
    for (const { kind } of attributes[name] ?? []) text += ` ${kind}`;
  }
  return text;
};

/** The numbers in table entity_shapes. */
export const createEntityShapes = (): EntityShapes => {
  const known = new Map<string, number>();
  return {
    forget: () => {
      known.clear();
    },
    keyOf: (connection, tenant, entity) => {
      const text = textOf(tenant, entity);
      const found = known.get(text);
      if (found !== undefined) return found;
      const shape = JSON.stringify(shapeOf(entity));
      connection
        .prepare('INSERT OR IGNORE INTO entity_shapes (tenant, shape) VALUES (?, ?)')
        .run(tenant, shape);
      const row = connection
        .prepare('SELECT key FROM entity_shapes WHERE tenant = ? AND shape = ?')
        .get(tenant, shape);
      const key = Number(row?.['key']);
      if (known.size >= maxKnown) known.clear();
      known.set(text, key);
      return key;
    },
  };
};

/** The types in a shape's text. */
export const typesOfShape = (shape: unknown): readonly string[] =>
  (JSON.parse(String(shape)) as EntityShape).types;

/** The shapes that some entity of the tenant has now. */
export const readShapes = (connection: Connection, tenant: string): readonly EntityShape[] =>
  connection
    .prepare(
      `SELECT shape FROM entity_shapes s WHERE tenant = ?
       AND EXISTS (SELECT 1 FROM entities e WHERE e.shape = s.key AND e.doc IS NOT NULL)`,
    )
    .all(tenant)
    .map(({ shape }) => JSON.parse(String(shape)) as EntityShape);
