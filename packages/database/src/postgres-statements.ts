/** Names for the statements that come again and again, under which a connection keeps them prepared. */
export interface StatementNames {
  /** Undefined for a text that is not worth it, or for which there is no more room. */
  nameOf(sql: string): string | undefined;
}

const maxNames = 400;
const maxSeen = 4000;
const usesWorthPreparing = 3;

/** A text gets a name with its third use, as those of rare queries would fill the server's memory. */
export const createStatementNames = (): StatementNames => {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  return {
    nameOf: (sql) => {
      const known = names.get(sql);
      if (known !== undefined || names.size >= maxNames) return known;
      const count = (uses.get(sql) ?? 0) + 1;
      if (uses.size >= maxSeen) uses.clear();
      uses.set(sql, count);
      if (count < usesWorthPreparing) return undefined;
      uses.delete(sql);
      const name = `allmende_${String(names.size)}`;
      names.set(sql, name);
      return name;
    },
  };
};
