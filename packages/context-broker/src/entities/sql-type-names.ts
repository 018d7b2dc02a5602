import type { Connection } from '@allmende/database';
import { createNumbering } from './sql-numbering.ts';

/** Numbers of entity types (expanded names) in table entity_type_names. */
export interface TypeNames {
  /** The type's number, made within the running transaction if it is new. */
  keyOf(connection: Connection, tenant: string, type: string): number;
  /** To be called after a rollback, which may have taken new types with it. */
  forget(): void;
}

export const createTypeNames = (): TypeNames => {
  const { keyOf, forget } = createNumbering({ table: 'entity_type_names', column: 'name' });
  return {
    forget,
    keyOf: (connection, tenant, type) => keyOf(connection, tenant, type, () => type),
  };
};
