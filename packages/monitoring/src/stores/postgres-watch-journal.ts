import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import type { AlertRule } from '../alert-rule.ts';
import type { Finding } from '../observation.ts';

/** A rule, and the version that last changed what it watches. */
export interface RuleInForce {
  readonly rule: AlertRule;
  readonly watchedSince: number;
}

/** What a change of an entity means to a rule. */
export interface Found {
  readonly ruleId: string;
  readonly watchedSince: number;
  readonly entityId: string;
  readonly finding: Finding;
}

export interface KeptFinding extends Found {
  readonly seq: number;
}

const allRules = 'SELECT body, watched_since FROM alert_rules ORDER BY seq';

const inForceOf = ([body, watchedSince]: readonly unknown[]): RuleInForce => ({
  rule: JSON.parse(String(body)) as AlertRule,
  watchedSince: Number(watchedSince),
});

/** What changes mean to rules: kept with the change, whoever made it, for the process that runs the rules. */
export class PostgresWatchJournal {
  readonly #read: PostgresConnection;
  #known: { readonly version: number; readonly active: readonly RuleInForce[] } = { version: -1, active: [] };

  constructor({ read }: Pick<PostgresDatabase, 'read'>) {
    this.#read = read;
  }

  /** Active rules, those that were committed a moment ago included; nobody changes rules until the transaction ends. */
  async activeWithin(connection: PostgresConnection): Promise<readonly RuleInForce[]> {
    const [[found] = []] = await connection.rows('SELECT alert_rules_version()');
    const version = Number(found);
    if (version !== this.#known.version) {
      const active = (await connection.rows(allRules)).map(inForceOf).filter(({ rule }) => rule.isActive);
      this.#known = { version, active };
    }
    return this.#known.active;
  }

  async addWithin(connection: PostgresConnection, found: readonly Found[]): Promise<void> {
    await connection.run(
      `INSERT INTO alert_findings (rule_id, watched_since, entity_id, finding)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])`,
      found.map(({ ruleId }) => ruleId),
      found.map(({ watchedSince }) => watchedSince),
      found.map(({ entityId }) => entityId),
      found.map(({ finding }) => JSON.stringify(finding)),
    );
  }

  /** Grows with each change of a rule. */
  async version(): Promise<number> {
    const [[version] = [0]] = await this.#read.rows('SELECT version FROM alert_rules_version');
    return Number(version);
  }

  async rules(): Promise<readonly RuleInForce[]> {
    return (await this.#read.rows(allRules)).map(inForceOf);
  }

  /** Oldest first; those of one entity in the order of its changes. */
  async next(limit: number): Promise<readonly KeptFinding[]> {
    const rows = await this.#read.rows(
      `SELECT seq, rule_id, watched_since, entity_id, finding FROM alert_findings ORDER BY seq LIMIT $1`,
      limit,
    );
    return rows.map(([seq, ruleId, watchedSince, entityId, finding]) => ({
      seq: Number(seq),
      ruleId: String(ruleId),
      watchedSince: Number(watchedSince),
      entityId: String(entityId),
      finding: JSON.parse(String(finding)) as Finding,
    }));
  }

  async removeWithin(connection: PostgresConnection, seqs: readonly number[]): Promise<void> {
    await connection.run('DELETE FROM alert_findings WHERE seq = ANY($1::bigint[])', seqs);
  }

  /** Whether a rule still watches what it did, which it does until the transaction ends. */
  async isInForceWithin(
    connection: PostgresConnection,
    ruleId: string,
    watchedSince: number,
  ): Promise<boolean> {
    const rows = await connection.rows(
      'SELECT 1 FROM alert_rules WHERE id = $1 AND watched_since = $2 FOR SHARE',
      ruleId,
      watchedSince,
    );
    return rows.length > 0;
  }
}
