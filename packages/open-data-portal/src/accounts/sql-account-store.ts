import type { Database } from '@allmende/database';
import {
  accountExists,
  accountNotFound,
  readStoredAccount,
  readStoredToken,
  tokenColumns,
  type AccountStore,
  type TokenPart,
} from './account-store.ts';

const accountsOver = ({ read, write }: Pick<Database, 'read' | 'write'>): Omit<AccountStore, TokenPart> => ({
  insert: (account) =>
    write((connection) => {
      const { tenant, id, name } = account;
      const taken = connection.rows(
        'SELECT 1 FROM portal_accounts WHERE tenant = ? AND (id IN (?, ?) OR name IN (?, ?))',
        ...[tenant, id, name, id, name],
      );
      if (taken.length > 0) throw accountExists(account);
      connection
        .prepare('INSERT INTO portal_accounts (tenant, id, name, body) VALUES (?, ?, ?, ?)')
        .run(tenant, id, name, JSON.stringify(account));
    }),
  replace: (account) =>
    write((connection) => {
      const { tenant, id, name } = account;
      const { changes } = connection
        .prepare('UPDATE portal_accounts SET name = ?, body = ? WHERE tenant = ? AND id = ?')
        .run(name, JSON.stringify(account), tenant, id);
      if (Number(changes) === 0) throw accountNotFound(id);
    }),
  find: (tenant, idOrName) => {
    const [row] = read.rows(
      'SELECT body FROM portal_accounts WHERE tenant = ? AND (id = ? OR name = ?)',
      ...[tenant, idOrName, idOrName],
    );
    return Promise.resolve(row && readStoredAccount(row[0]));
  },
  list: (tenant) =>
    Promise.resolve(
      read
        .rows('SELECT body FROM portal_accounts WHERE tenant = ? ORDER BY name', tenant)
        .map(([body]) => readStoredAccount(body)),
    ),
});

const tokensOver = ({ read, write }: Pick<Database, 'read' | 'write'>): Pick<AccountStore, TokenPart> => ({
  insertToken: ({ tenant, id, accountId, name, hash, createdAt, lastUsedAt = null }) =>
    write((connection) => {
      connection
        .prepare(`INSERT INTO portal_tokens (${tokenColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)`)
        .run(tenant, id, accountId, name, hash, createdAt, lastUsedAt);
    }),
  findToken: (tenant, hash) => {
    const [row] = read.rows(
      `SELECT ${tokenColumns} FROM portal_tokens WHERE tenant = ? AND hash = ?`,
      ...[tenant, hash],
    );
    return Promise.resolve(row && readStoredToken(row));
  },
  listTokens: (tenant, accountId) =>
    Promise.resolve(
      read
        .rows(
          `SELECT ${tokenColumns} FROM portal_tokens WHERE tenant = ? AND account = ? ORDER BY seq DESC`,
          ...[tenant, accountId],
        )
        .map(readStoredToken),
    ),
  revokeToken: (tenant, id) =>
    write(
      (connection) =>
        Number(
          connection.prepare('DELETE FROM portal_tokens WHERE tenant = ? AND id = ?').run(tenant, id).changes,
        ) > 0,
    ),
  touchToken: (tenant, id, at) =>
    write((connection) => {
      connection
        .prepare('UPDATE portal_tokens SET last_used_at = ? WHERE tenant = ? AND id = ?')
        .run(at, tenant, id);
    }),
});

/** Accounts and tokens in the tables of migration 0002. */
export const createSqlAccountStore = (database: Pick<Database, 'read' | 'write'>): AccountStore => ({
  ...accountsOver(database),
  ...tokensOver(database),
});
