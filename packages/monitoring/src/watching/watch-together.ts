import { PostgresLeases, type PostgresConnection, type PostgresDatabase } from '@allmende/database';
import type { AlertRule } from '../alert-rule.ts';
import type { RuleFollower } from '../alert-rules.ts';
import type { EntitySource, ObservedChange } from '../entity-source.ts';
import { EntityWatcher, type WatcherParts } from '../entity-watcher.ts';
import { findingOf, isWatching } from '../observation.ts';
import type { MonitoringStores } from '../stores/monitoring-stores.ts';
import { PostgresWatchJournal, type Found } from '../stores/postgres-watch-journal.ts';
import { SerialWriter } from './serial-writer.ts';
import type { Watching } from './watching.ts';

/** Told of changes within their transaction. */
export type RecordChanges = (
  transaction: PostgresConnection,
  changes: readonly ObservedChange[],
) => Promise<void>;

export interface WatchTogetherParts extends Omit<
  WatcherParts<PostgresConnection>,
  'write' | 'isInForceWithin' | 'catchUp'
> {
  readonly database: PostgresDatabase;
  readonly stores: MonitoringStores<PostgresConnection>;
  readonly entities: EntitySource;
  /** Lets somebody see changes of this process before their commit. */
  readonly beforeCommit: (record: RecordChanges) => void;
}

const duty = 'alert rules';
const batch = 500;

/**
 * Rules of processes that share a database. Each writes what its changes mean to rules with the change; one of them,
 * which has the lease, takes that up and lets time pass. Its place is taken by another at the latest 15 seconds after
 * its death; nothing is missed, and nothing done twice, as findings go with the transaction that acts on them.
 */
export class WatchTogether implements Watching {
  readonly #parts: WatchTogetherParts;
  readonly #journal: PostgresWatchJournal;
  readonly #leases: PostgresLeases;
  readonly #writer: SerialWriter<PostgresConnection>;
  readonly #watcher: EntityWatcher<PostgresConnection>;
  /** By the rules that the watcher runs. */
  readonly #inForce = new Map<string, { readonly version: number; readonly watchedSince: number }>();
  #rulesVersion: number | undefined;
  #isOnDuty = false;
  /** Another process has taken over, as this one was taken for dead. */
  #isReplaced = false;
  #hasFound = false;
  /** One thing after the other: taking over, rules that changed, findings, time. */
  #turn: Promise<void> = Promise.resolve();

  /** Rules are changed in the database, from where the process on duty learns of them. */
  readonly follower: RuleFollower = {
    adopt: () => undefined,
    relabel: () => undefined,
    drop: () => undefined,
    recover: () => Promise.resolve(),
    review: (ruleId) => this.#review(ruleId),
  };

  constructor(parts: WatchTogetherParts) {
    this.#parts = parts;
    this.#journal = new PostgresWatchJournal(parts.database);
    this.#leases = new PostgresLeases(parts.database, 'monitoring_leases');
    this.#writer = new SerialWriter((work) =>
      parts.database.write((connection) => this.#onDuty(connection, work)),
    );
    this.#watcher = new EntityWatcher({
      ...parts,
      write: this.#writer.write,
      isInForceWithin: (connection, rule) => this.#isInForceWithin(connection, rule),
      catchUp: () => this.#inTurn(() => this.#takeFindings()),
    });
    // As long as this process writes: what comes before the start or after the stop is for others.
    parts.beforeCommit((transaction, changes) => this.#record(transaction, changes));
    parts.entities.onChange(() => {
      this.#wake();
    });
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  tick(): void {
    this.#inTurn(() => this.#passTime()).catch((cause: unknown) => {
      this.#parts.logger.error('alert rules could not be run', { cause });
    });
  }

  async settled(): Promise<void> {
    for (let turn: Promise<void> | undefined; turn !== this.#turn;) {
      turn = this.#turn;
      await turn;
      await this.#watcher.settled();
    }
  }

  async stop(): Promise<void> {
    await this.settled();
    if (this.#isOnDuty) await this.#standDown();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const made = this.#turn.then(work);
    this.#turn = made.catch(() => undefined);
    return made;
  }

  async #record(transaction: PostgresConnection, changes: readonly ObservedChange[]): Promise<void> {
    const active = await this.#journal.activeWithin(transaction);
    const now = this.#parts.clock.now();
    const found = changes.flatMap((change) =>
      active.flatMap(({ rule, watchedSince }): readonly Found[] => {
        const { entityId, before } = change;
        const wasWatched = rule.entityId === entityId || (before !== undefined && isWatching(rule, before));
        const finding = findingOf(rule, change, { now, wasWatched });
        return finding === undefined ? [] : [{ ruleId: rule.id, watchedSince, entityId, finding }];
      }),
    );
    if (found.length === 0) return;
    await this.#journal.addWithin(transaction, found);
    this.#hasFound = true;
  }

  /** What this process found is taken up at once if it is on duty; the one that is looks once a second. */
  #wake(): void {
    if (!this.#hasFound || !this.#isOnDuty) return;
    this.#hasFound = false;
    this.#inTurn(() => this.#takeFindings()).catch((cause: unknown) => {
      this.#parts.logger.error('changes could not be taken up by alert rules', { cause });
    });
  }

  async #passTime(): Promise<void> {
    if (this.#isOnDuty && (this.#isReplaced || !this.#leases.holds(duty))) await this.#standDown();
    if (!this.#isOnDuty) {
      this.#isOnDuty = await this.#leases.take(duty);
      if (!this.#isOnDuty) return;
      this.#parts.logger.info('this process runs the alert rules', {});
    }
    // What was committed by now comes before the time that has passed until now.
    const now = this.#parts.clock.now();
    await this.#takeFindings();
    this.#watcher.onTick(now);
  }

  async #standDown(): Promise<void> {
    this.#isOnDuty = false;
    this.#isReplaced = false;
    this.#watcher.clear();
    this.#inForce.clear();
    this.#rulesVersion = undefined;
    await this.#leases.giveBack(duty);
  }

  /** Runs a work only as long as no other process has taken over. */
  async #onDuty<Value>(
    connection: PostgresConnection,
    work: (connection: PostgresConnection) => Promise<Value>,
  ): Promise<Value> {
    if (await this.#leases.holdsWithin(connection, duty)) return work(connection);
    this.#isReplaced = true;
    throw new Error('Another process runs the alert rules now.');
  }

  async #isInForceWithin(connection: PostgresConnection, { id }: AlertRule): Promise<boolean> {
    const known = this.#inForce.get(id);
    return known !== undefined && this.#journal.isInForceWithin(connection, id, known.watchedSince);
  }

  async #review(ruleId: string): Promise<void> {
    if (!this.#isOnDuty) return;
    await this.#inTurn(() => this.#takeRules());
    await this.#watcher.review(ruleId);
    await this.#watcher.settled();
  }

  /** Takes up the rules that have changed. */
  async #takeRules(): Promise<void> {
    const version = await this.#journal.version();
    if (version === this.#rulesVersion) return;
    const rules = await this.#journal.rules();
    for (const { rule, watchedSince } of rules) {
      const known = this.#inForce.get(rule.id);
      if (known?.watchedSince !== watchedSince)
        this.#watcher.take(rule, await this.#parts.stores.rules.watchesOf(rule.id));
      else if (known.version !== rule.version && this.#watcher.ruleOf(rule.id) !== undefined)
        this.#watcher.relabel(rule);
      this.#inForce.set(rule.id, { version: rule.version, watchedSince });
    }
    const existing = new Set(rules.map(({ rule }) => rule.id));
    for (const id of [...this.#inForce.keys()]) {
      if (existing.has(id)) continue;
      this.#watcher.drop(id);
      this.#inForce.delete(id);
    }
    this.#rulesVersion = version;
  }

  async #takeFindings(): Promise<void> {
    while (this.#isOnDuty && !this.#isReplaced) {
      const found = await this.#journal.next(batch);
      // Every rule by which something was found is there by now, unless it is gone again.
      await this.#takeRules();
      if (found.length === 0) return;
      await this.#act(found);
    }
  }

  /** Acts on findings and removes them, in one transaction. */
  async #act(found: Awaited<ReturnType<PostgresWatchJournal['next']>>): Promise<void> {
    const acting: Promise<unknown>[] = [];
    const done: number[] = [];
    for (const { seq, ruleId, watchedSince, entityId, finding } of found) {
      if (this.#inForce.get(ruleId)?.watchedSince === watchedSince) {
        // A rule that is being taken up again has to be run on this later, and on nothing before.
        if (this.#watcher.ruleOf(ruleId) === undefined) break;
        acting.push(this.#watcher.takeFinding(ruleId, entityId, finding));
      }
      done.push(seq);
    }
    if (done.length === 0) throw new Error('Alert rules are being taken up again.');
    acting.push(this.#writer.write((connection) => this.#journal.removeWithin(connection, done)));
    await Promise.all(acting);
  }
}
