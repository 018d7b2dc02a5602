import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import { watched, type AlertRule } from '../alert-rule.ts';
import type { WatchState } from '../alert-state.ts';
import type { RuleStore } from './rule-store.ts';

const rulesIn = async (
  connection: PostgresConnection,
  sql: string,
  ...parameters: readonly unknown[]
): Promise<readonly AlertRule[]> =>
  (await connection.rows(sql, ...parameters)).map(([body]) => JSON.parse(String(body)) as AlertRule);

/** Waits for those who write changes by the rules as they were; later ones see what this transaction makes of them. */
const lockRules = async (connection: PostgresConnection): Promise<void> => {
  await connection.rows('SELECT pg_advisory_xact_lock(4711010)');
};

/** All processes learn from the version that rules have changed. */
const countUp = async (connection: PostgresConnection): Promise<void> => {
  await connection.run(
    `INSERT INTO alert_rules_version AS v VALUES (true, 1)
     ON CONFLICT (one) DO UPDATE SET version = v.version + 1`,
  );
};

const writes: Pick<
  RuleStore<PostgresConnection>,
  'saveWithin' | 'removeWithin' | 'saveWatchWithin' | 'removeWatchWithin' | 'removeWatchesWithin'
> = {
  saveWithin: async (connection, rule) => {
    await lockRules(connection);
    await connection.run(
      `INSERT INTO alert_rules AS r (id, tenant, version, watched, watched_since, body)
       VALUES ($1, $2, $3, $4, $3, $5)
       ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, version = excluded.version,
         watched = excluded.watched, body = excluded.body,
         watched_since = CASE r.watched WHEN excluded.watched THEN r.watched_since ELSE excluded.version END`,
      rule.id,
      rule.tenant,
      rule.version,
      watched(rule),
      JSON.stringify(rule),
    );
    await countUp(connection);
  },
  removeWithin: async (connection, id) => {
    await lockRules(connection);
    await connection.run('DELETE FROM alert_rules WHERE id = $1', id);
    await countUp(connection);
  },
  saveWatchWithin: async (connection, { ruleId, entityId, state }) => {
    await connection.run(
      `INSERT INTO alert_watches VALUES ($1, $2, $3)
       ON CONFLICT (rule_id, entity_id) DO UPDATE SET state = excluded.state`,
      ruleId,
      entityId,
      JSON.stringify(state),
    );
  },
  removeWatchWithin: async (connection, ruleId, entityId) => {
    await connection.run('DELETE FROM alert_watches WHERE rule_id = $1 AND entity_id = $2', ruleId, entityId);
  },
  removeWatchesWithin: async (connection, ruleId) => {
    await connection.run('DELETE FROM alert_watches WHERE rule_id = $1', ruleId);
  },
};

/** Rules and watches in the tables of migration postgres-0001. */
export const createPostgresRuleStore = ({
  read,
}: Pick<PostgresDatabase, 'read'>): RuleStore<PostgresConnection> => ({
  ...writes,
  find: async (id) => (await rulesIn(read, 'SELECT body FROM alert_rules WHERE id = $1', id))[0],
  all: () => rulesIn(read, 'SELECT body FROM alert_rules ORDER BY seq'),
  list: async ({ tenant, limit, offset }) => {
    const page = 'SELECT body FROM alert_rules WHERE tenant = $1 ORDER BY seq LIMIT $2 OFFSET $3';
    const [members, [[count] = []]] = await Promise.all([
      rulesIn(read, page, tenant, limit, offset),
      read.rows('SELECT count(*) FROM alert_rules WHERE tenant = $1', tenant),
    ]);
    return { members, count: Number(count) };
  },
  watchesOf: async (ruleId) => {
    const rows = await read.rows('SELECT entity_id, state FROM alert_watches WHERE rule_id = $1', ruleId);
    return rows.map(([entityId, state]) => ({
      ruleId,
      entityId: String(entityId),
      state: JSON.parse(String(state)) as WatchState,
    }));
  },
  findWithin: async (connection, id) => {
    await lockRules(connection);
    return (await rulesIn(connection, 'SELECT body FROM alert_rules WHERE id = $1 FOR UPDATE', id))[0];
  },
});
