import type { PostgresDatabase } from '@allmende/database';
import {
  accountExists,
  accountNotFound,
  readStoredAccount,
  readStoredToken,
  tokenColumns,
  type AccountStore,
  type TokenPart,
} from './account-store.ts';

const accountsOver = ({
  read,
  write,
}: Pick<PostgresDatabase, 'read' | 'write'>): Omit<AccountStore, TokenPart> => ({
  insert: (account) =>
    write(async (connection) => {
      const { tenant, id, name } = account;
      const taken = await connection.rows(
        'SELECT 1 FROM portal_accounts WHERE tenant = $1 AND (id IN ($2, $3) OR name IN ($2, $3))',
        ...[tenant, id, name],
      );
      if (taken.length > 0) throw accountExists(account);
      const made = await connection.run(
        'INSERT INTO portal_accounts (tenant, id, name, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        ...[tenant, id, name, JSON.stringify(account)],
      );
      if (made === 0) throw accountExists(account);
    }),
  replace: async (account) => {
    const { tenant, id, name } = account;
    const changed = await read.run(
      'UPDATE portal_accounts SET name = $3, body = $4 WHERE tenant = $1 AND id = $2',
      ...[tenant, id, name, JSON.stringify(account)],
    );
    if (changed === 0) throw accountNotFound(id);
  },
  find: async (tenant, idOrName) => {
    const [row] = await read.rows(
      'SELECT body FROM portal_accounts WHERE tenant = $1 AND (id = $2 OR name = $2)',
      ...[tenant, idOrName],
    );
    return row && readStoredAccount(row[0]);
  },
  list: async (tenant) => {
    const rows = await read.rows('SELECT body FROM portal_accounts WHERE tenant = $1 ORDER BY name', tenant);
    return rows.map(([body]) => readStoredAccount(body));
  },
});

const tokensOver = ({ read }: Pick<PostgresDatabase, 'read'>): Pick<AccountStore, TokenPart> => ({
  insertToken: async ({ tenant, id, accountId, name, hash, createdAt, lastUsedAt = null }) => {
    await read.run(
      `INSERT INTO portal_tokens (${tokenColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      ...[tenant, id, accountId, name, hash, createdAt, lastUsedAt],
    );
  },
  findToken: async (tenant, hash) => {
    const [row] = await read.rows(
      `SELECT ${tokenColumns} FROM portal_tokens WHERE tenant = $1 AND hash = $2`,
      ...[tenant, hash],
    );
    return row && readStoredToken(row);
  },
  listTokens: async (tenant, accountId) => {
    const rows = await read.rows(
      `SELECT ${tokenColumns} FROM portal_tokens WHERE tenant = $1 AND account = $2 ORDER BY seq DESC`,
      ...[tenant, accountId],
    );
    return rows.map(readStoredToken);
  },
  revokeToken: async (tenant, id) =>
    (await read.run('DELETE FROM portal_tokens WHERE tenant = $1 AND id = $2', tenant, id)) > 0,
  touchToken: async (tenant, id, at) => {
    await read.run(
      'UPDATE portal_tokens SET last_used_at = $3 WHERE tenant = $1 AND id = $2',
      tenant,
      id,
      at,
    );
  },
});

/** Accounts and tokens in the tables of migration postgres-0002. */
export const createPostgresAccountStore = (
  database: Pick<PostgresDatabase, 'read' | 'write'>,
): AccountStore => ({
  ...accountsOver(database),
  ...tokensOver(database),
});
