import type { Connection } from '@allmende/database';

/** A table that numbers texts, by tenant. */
export interface NumberedTexts {
  readonly table: 'entity_shapes' | 'entity_type_names';
  readonly column: 'shape' | 'name';
}

/** Remembers the numbers of texts in a table of `key`, `tenant` and the text. */
export interface Numbering {
  /**
   * The number of the text, made within the running transaction if it is new. `known` is a cheap text that differs
   * whenever the other one does, so that most often that need not be made.
   */
  keyOf(connection: Connection, tenant: string, known: string, text: () => string): number;
  /** To be called after a rollback, which may have taken new numbers with it. */
  forget(): void;
}

/** Numbers are remembered up to this many; a city has some hundred shapes and types. */
const maxKnown = 10_000;

export const createNumbering = ({ table, column }: NumberedTexts): Numbering => {
  const keys = new Map<string, number>();
  return {
    forget: () => {
      keys.clear();
    },
    keyOf: (connection, tenant, known, text) => {
      const name = `${tenant}\n${known}`;
      const found = keys.get(name);
      if (found !== undefined) return found;
      const full = text();
      connection
        .prepare(`INSERT OR IGNORE INTO ${table} (tenant, ${column}) VALUES (?, ?)`)
        .run(tenant, full);
      const row = connection
        .prepare(`SELECT key FROM ${table} WHERE tenant = ? AND ${column} = ?`)
        .get(tenant, full);
      const key = Number(row?.['key']);
      if (keys.size >= maxKnown) keys.clear();
      keys.set(name, key);
      return key;
    },
  };
};
