import type { Connection } from '@allmende/database';
import type { Entity } from './entity.ts';
import { createNumbering } from './sql-numbering.ts';

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

const shapeOf = ({ types, attributes }: Entity): EntityShape => ({
  types: types.toSorted(),
  attributes: Object.fromEntries(
    Object.keys(attributes)
      .toSorted()
      .map((name) => [name, [...new Set(attributes[name]?.map(({ kind }) => kind))].toSorted()]),
  ),
});

/** A cheap text that differs whenever the shape does; the same shape may have several. */
const textOf = ({ types, attributes }: Entity): string => {
  let text = types.join(' ');
  for (const name in attributes) {
    text += `\n${name}`;
    for (const { kind } of attributes[name] ?? []) text += ` ${kind}`;
  }
  return text;
};

/** The numbers in table entity_shapes. */
export const createEntityShapes = (): EntityShapes => {
  const { keyOf, forget } = createNumbering({ table: 'entity_shapes', column: 'shape' });
  return {
    forget,
    keyOf: (connection, tenant, entity) =>
      keyOf(connection, tenant, textOf(entity), () => JSON.stringify(shapeOf(entity))),
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
