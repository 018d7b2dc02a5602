import type { Connection, Database } from '@allmende/database';
import type { AlertRule } from '../alert-rule.ts';
import type { WatchState } from '../alert-state.ts';
import type { RuleStore } from './rule-store.ts';

const rulesIn = (
  connection: Connection,
  sql: string,
  ...parameters: readonly (string | number)[]
): readonly AlertRule[] =>
  connection.rows(sql, ...parameters).map(([body]) => JSON.parse(String(body)) as AlertRule);

const findIn = (connection: Connection, id: string): AlertRule | undefined =>
  rulesIn(connection, 'SELECT body FROM alert_rules WHERE id = ?', id)[0];

const writes: Pick<
  RuleStore<Connection>,
  'saveWithin' | 'removeWithin' | 'saveWatchWithin' | 'removeWatchWithin' | 'removeWatchesWithin'
> = {
  saveWithin: (connection, rule) => {
    connection
      .prepare(
        `INSERT INTO alert_rules (id, tenant, body) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, body = excluded.body`,
      )
      .run(rule.id, rule.tenant, JSON.stringify(rule));
  },
  removeWithin: (connection, id) => {
    connection.prepare('DELETE FROM alert_rules WHERE id = ?').run(id);
  },
  saveWatchWithin: (connection, { ruleId, entityId, state }) => {
    connection
      .prepare('INSERT INTO alert_watches VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state')
      .run(ruleId, entityId, JSON.stringify(state));
  },
  removeWatchWithin: (connection, ruleId, entityId) => {
    connection.prepare('DELETE FROM alert_watches WHERE rule_id = ? AND entity_id = ?').run(ruleId, entityId);
  },
  removeWatchesWithin: (connection, ruleId) => {
    connection.prepare('DELETE FROM alert_watches WHERE rule_id = ?').run(ruleId);
  },
};

/** Rules and watches in the tables of migration 0001. */
export const createSqlRuleStore = ({ read }: Pick<Database, 'read'>): RuleStore<Connection> => ({
  ...writes,
  find: (id) => Promise.resolve(findIn(read, id)),
  all: () => Promise.resolve(rulesIn(read, 'SELECT body FROM alert_rules ORDER BY seq')),
  list: ({ tenant, limit, offset }) => {
    const page = 'SELECT body FROM alert_rules WHERE tenant = ? ORDER BY seq LIMIT ? OFFSET ?';
    const [[count] = []] = read.rows('SELECT count(*) FROM alert_rules WHERE tenant = ?', tenant);
    return Promise.resolve({ members: rulesIn(read, page, tenant, limit, offset), count: Number(count) });
  },
  watchesOf: (ruleId) =>
    Promise.resolve(
      read
        .rows('SELECT entity_id, state FROM alert_watches WHERE rule_id = ?', ruleId)
        .map(([entityId, state]) => ({
          ruleId,
          entityId: String(entityId),
          state: JSON.parse(String(state)) as WatchState,
        })),
    ),
  findWithin: findIn,
});
