import type { Connection } from '@allmende/database';

/** Numbers of entity types (expanded names) in table entity_type_names. */
export interface TypeNames {
  /** The type's number, made within the running transaction if it is new. */
  keyOf(connection: Connection, tenant: string, type: string): number;
  /** To be called after a rollback, which may have taken new types with it. */
  forget(): void;
}

/** Types are remembered up to this number; a city has some hundred. */
const maxKnown = 10_000;

export const createTypeNames = (): TypeNames => {
  const known = new Map<string, number>();
  return {
    forget: () => {
      known.clear();
    },
    keyOf: (connection, tenant, type) => {
      const text = `${tenant}\n${type}`;
      const found = known.get(text);
      if (found !== undefined) return found;
      connection
        .prepare('INSERT OR IGNORE INTO entity_type_names (tenant, name) VALUES (?, ?)')
        .run(tenant, type);
      const row = connection
        .prepare('SELECT key FROM entity_type_names WHERE tenant = ? AND name = ?')
        .get(tenant, type);
      const key = Number(row?.['key']);
      if (known.size >= maxKnown) known.clear();
      known.set(text, key);
      return key;
    },
  };
};
