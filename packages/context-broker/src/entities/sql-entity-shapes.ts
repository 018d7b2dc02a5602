import type { Connection } from '@allmende/database';
import type { Entity } from './entity.ts';
import { shapeOf, textOfShape, type EntityShape } from './entity-shape.ts';
import { createNumbering } from './sql-numbering.ts';

/** Numbers the shapes of entities, so that discovery need not read the entities. */
export interface EntityShapes {
  /** The shape's number, made within the running transaction if it is new. */
  keyOf(connection: Connection, tenant: string, entity: Entity): number;
  /** To be called after a rollback, which may have taken new shapes with it. */
  forget(): void;
}

/** The numbers in table entity_shapes. */
export const createEntityShapes = (): EntityShapes => {
  const { keyOf, forget } = createNumbering({ table: 'entity_shapes', column: 'shape' });
  return {
    forget,
    keyOf: (connection, tenant, entity) =>
      keyOf(connection, tenant, textOfShape(entity), () => JSON.stringify(shapeOf(entity))),
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
