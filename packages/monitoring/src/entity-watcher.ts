import { inTurn, whenDone, type Logger, type MaybePromise } from '@allmende/kernel';
import type { AlertRule } from './alert-rule.ts';
import type { RuleFollower } from './alert-rules.ts';
import { initialState, nextState, type WatchInput, type WatchState } from './alert-state.ts';
import type { ClearingNote } from './alert.ts';
import type { EntitySource, ObservedChange, ObservedEntity } from './entity-source.ts';
import { findingIn, findingOf, type Finding } from './observation.ts';
import { recordOccurrence, type Occurrence, type RecorderParts } from './record-alerts.ts';
import type { MonitoringStores } from './stores/monitoring-stores.ts';
import type { KeptWatch } from './stores/rule-store.ts';

export interface WatcherParts<Transaction> extends RecorderParts<Transaction> {
  readonly stores: Pick<MonitoringStores<Transaction>, 'alerts' | 'deliveries' | 'rules'>;
  /** Runs works in the order in which they are given, those of one turn of the event loop in one transaction. */
  readonly write: MonitoringStores<Transaction>['write'];
  /** Whether a rule is in the transaction what it was when it was taken up. */
  readonly isInForceWithin: (transaction: Transaction, rule: AlertRule) => MaybePromise<boolean>;
  /** Resolves when all changes that were committed before are taken up. */
  readonly catchUp: () => Promise<void>;
  readonly logger: Logger;
  readonly entities: Pick<EntitySource, 'find' | 'byType'>;
  /** Called after messages were queued and committed. */
  readonly onQueued: () => void;
}

type Work<Transaction> = (transaction: Transaction) => MaybePromise<boolean>;

/**
 * Runs the rules over changes and the passing of time. States live in memory and are written through; what
 * a review can find out again from the entities (the newest observation of a clear watch) is not written.
 */
export class EntityWatcher<Transaction> implements Omit<RuleFollower, 'review'> {
  readonly #parts: WatcherParts<Transaction>;
  readonly #rules = new Map<string, AlertRule>();
  /** Rule id → entity id → state. */
  readonly #watches = new Map<string, Map<string, WatchState>>();
  /** Rules whose entities have to be looked at before time may pass for them. */
  readonly #unreviewed = new Set<string>();
  readonly #working = new Set<Promise<void>>();
  readonly #reviewing = new Map<AlertRule, Promise<void>>();

  constructor(parts: WatcherParts<Transaction>) {
    this.#parts = parts;
  }

  /** Takes up rules and states as they were kept; the next tick reviews them. */
  async load(): Promise<void> {
    for (const { id } of await this.#parts.stores.rules.all()) await this.recover(id);
  }

  /** Forgets everything. */
  clear(): void {
    for (const id of [...this.#rules.keys()]) this.drop(id);
  }

  /** Takes up one rule as it was kept, after a write failed that memory was ahead of; until then it is not run. */
  async recover(ruleId: string): Promise<void> {
    this.drop(ruleId);
    const { rules } = this.#parts.stores;
    const [rule, watches] = await Promise.all([rules.find(ruleId), rules.watchesOf(ruleId)]);
    if (rule !== undefined) this.take(rule, watches);
  }

  /** Takes up a rule as it was kept. */
  take(rule: AlertRule, watches: readonly KeptWatch[]): void {
    this.adopt(rule);
    this.#watches.set(rule.id, new Map(watches.map(({ entityId, state }) => [entityId, state])));
  }

  adopt(rule: AlertRule): void {
    this.drop(rule.id);
    this.#rules.set(rule.id, rule);
    this.#unreviewed.add(rule.id);
  }

  relabel(rule: AlertRule): void {
    this.#rules.set(rule.id, rule);
  }

  drop(ruleId: string): void {
    this.#rules.delete(ruleId);
    this.#watches.delete(ruleId);
    this.#unreviewed.delete(ruleId);
  }

  /** The rule as it is run now. */
  ruleOf(ruleId: string): AlertRule | undefined {
    return this.#rules.get(ruleId);
  }

  #watchesOf(ruleId: string): Map<string, WatchState> {
    const known = this.#watches.get(ruleId) ?? new Map<string, WatchState>();
    this.#watches.set(ruleId, known);
    return known;
  }

  /** Looks at the current state of a rule's entities. A failure is logged and repeated by the next tick. */
  async review(ruleId: string): Promise<void> {
    const rule = this.#rules.get(ruleId);
    if (rule === undefined || !rule.isActive) return;
    const running = this.#reviewing.get(rule) ?? this.#reviewOnce(rule);
    this.#reviewing.set(rule, running);
    await running;
  }

  async #reviewOnce(rule: AlertRule): Promise<void> {
    const before = new Map(this.#watchesOf(rule.id));
    try {
      const found = await this.#entitiesOf(rule);
      // What was changed before it was read is older than what is read here, and comes first.
      await this.#parts.catchUp();
      if (this.#rules.get(rule.id) !== rule) return;
      for (const entity of found) this.#lookUnlessNewer(rule, before, entity);
      await this.#lookForMissing(rule, before, new Set(found.map(({ id }) => id)));
      // A rule that was changed meanwhile is reviewed on its own.
      if (this.#rules.get(rule.id) !== rule) return;
      this.#expectNamedEntity(rule);
      this.#unreviewed.delete(rule.id);
    } catch (cause) {
      this.#parts.logger.warn('entities of an alert rule could not be read', { ruleId: rule.id, cause });
    } finally {
      this.#reviewing.delete(rule);
    }
  }

  async #entitiesOf({ tenant, entityId, entityType }: AlertRule): Promise<readonly ObservedEntity[]> {
    const { entities } = this.#parts;
    if (entityId === undefined) return entities.byType(tenant, entityType);
    const entity = await entities.find(tenant, entityId);
    return entity === undefined ? [] : [entity];
  }

  /** What a change told since the review began is newer than what the review has read. */
  #lookUnlessNewer(rule: AlertRule, before: ReadonlyMap<string, WatchState>, entity: ObservedEntity): void {
    if (this.#watchesOf(rule.id).get(entity.id) !== before.get(entity.id)) return;
    void this.#take(rule, entity.id, findingIn(rule, entity, this.#parts.clock.now()));
  }

  /** Asks for each watched entity that was not found, because not finding may have other reasons than deletion. */
  async #lookForMissing(
    rule: AlertRule,
    watched: ReadonlyMap<string, WatchState>,
    found: ReadonlySet<string>,
  ): Promise<void> {
    for (const [entityId, state] of watched) {
      if (found.has(entityId)) continue;
      const entity = await this.#parts.entities.find(rule.tenant, entityId);
      await this.#parts.catchUp();
      if (this.#rules.get(rule.id) !== rule) return;
      if (this.#watchesOf(rule.id).get(entityId) !== state) continue;
      void this.#take(rule, entityId, findingIn(rule, entity, this.#parts.clock.now()));
    }
  }

  /** An entity that a rule names is missing also when it was never there. */
  #expectNamedEntity(rule: AlertRule): void {
    if (rule.condition.kind !== 'missing-data' || rule.entityId === undefined) return;
    if (this.#watchesOf(rule.id).has(rule.entityId)) return;
    void this.#step(rule, rule.entityId, { kind: 'time', now: this.#parts.clock.now() });
  }

  /** Runs the rules over changes of this process. */
  onChanges(changes: readonly ObservedChange[]): void {
    const now = this.#parts.clock.now();
    for (const change of changes) {
      for (const rule of this.#rules.values()) {
        const wasWatched =
          this.#watches.get(rule.id)?.has(change.entityId) === true || rule.entityId === change.entityId;
        const finding = findingOf(rule, change, { now, wasWatched });
        if (finding !== undefined) void this.#take(rule, change.entityId, finding);
      }
    }
  }

  /** Takes up what somebody else found out by a rule; resolves when it is kept, or could not be. */
  async takeFinding(ruleId: string, entityId: string, finding: Finding): Promise<void> {
    const rule = this.#rules.get(ruleId);
    if (rule !== undefined) await this.#take(rule, entityId, finding);
  }

  #take(rule: AlertRule, entityId: string, finding: Finding): Promise<void> | undefined {
    return finding.kind === 'observed'
      ? this.#step(rule, entityId, finding.input)
      : this.#forget(rule, entityId, finding.note);
  }

  /**
   * What is gone is watched no more, and what it raised clears. Only data that are missing stay missing: the
   * watch of an attribute, or of an entity named by the rule, goes on.
   */
  #forget(rule: AlertRule, entityId: string, note: ClearingNote): Promise<void> | undefined {
    const state = this.#watchesOf(rule.id).get(entityId);
    const { kind } = rule.condition;
    if (kind === 'missing-data' && (note === 'attribute-deleted' || rule.entityId === entityId)) {
      return state === undefined
        ? this.#step(rule, entityId, { kind: 'time', now: this.#parts.clock.now() })
        : this.#write(rule, (transaction) =>
            whenDone(this.#keep(transaction, rule, { ruleId: rule.id, entityId, state }), () => false),
          );
    }
    if (state === undefined) return undefined;
    this.#watchesOf(rule.id).delete(entityId);
    return this.#write(rule, (transaction) =>
      whenDone(this.#parts.stores.rules.removeWatchWithin(transaction, rule.id, entityId), () =>
        state.phase === 'raised'
          ? this.#record(transaction, rule, { kind: 'cleared', entityId, note })
          : false,
      ),
    );
  }

  /** Lets time pass: durations and missing data. Rules that were not reviewed yet are reviewed first. */
  onTick(now: number): void {
    for (const rule of this.#rules.values()) {
      if (!rule.isActive) continue;
      if (this.#unreviewed.has(rule.id)) {
        this.#follow(this.review(rule.id));
        continue;
      }
      if (rule.condition.kind === 'geofence') continue;
      for (const entityId of this.#watchesOf(rule.id).keys())
        void this.#step(rule, entityId, { kind: 'time', now });
    }
  }

  #step(rule: AlertRule, entityId: string, input: WatchInput): Promise<void> | undefined {
    const watches = this.#watchesOf(rule.id);
    const before = watches.get(entityId);
    const { state, events } = nextState(rule.condition, before ?? initialState, input);
    if (state === before) return undefined;
    watches.set(entityId, state);
    const wasClear = before === undefined || before.phase === 'clear';
    // Only the beginning of a watch without observation cannot be found out again.
    const isWorthless = input.kind === 'update' && wasClear && state.phase === 'clear';
    if (isWorthless && events.length === 0) return undefined;
    if (before?.phase === state.phase && before.since === state.since && events.length === 0)
      return undefined;
    return this.#write(rule, (transaction) => {
      const queued = { isAny: false };
      const kept = this.#keep(transaction, rule, { ruleId: rule.id, entityId, state });
      const record = (): MaybePromise<void> =>
        inTurn(events, (event) =>
          whenDone(this.#record(transaction, rule, { ...event, entityId }), (isQueued) => {
            queued.isAny ||= isQueued;
          }),
        );
      return whenDone(whenDone(kept, record), () => queued.isAny);
    });
  }

  #keep(transaction: Transaction, rule: AlertRule, watch: KeptWatch): MaybePromise<void> {
    const { rules } = this.#parts.stores;
    const isKept = watch.state.phase !== 'clear' || rule.condition.kind === 'missing-data';
    return isKept
      ? rules.saveWatchWithin(transaction, watch)
      : rules.removeWatchWithin(transaction, watch.ruleId, watch.entityId);
  }

  #record(transaction: Transaction, rule: AlertRule, occurrence: Occurrence): MaybePromise<boolean> {
    return recordOccurrence(this.#parts, transaction, rule, occurrence);
  }

  /** Writes; `work` answers whether it queued messages. */
  #write(rule: AlertRule, work: Work<Transaction>): Promise<void> {
    return this.#follow(this.#writeOrRecover(rule, work));
  }

  async #writeOrRecover(rule: AlertRule, work: Work<Transaction>): Promise<void> {
    const { write, isInForceWithin, logger, onQueued } = this.#parts;
    try {
      const isQueued = await write((transaction) =>
        whenDone(isInForceWithin(transaction, rule), (isInForce) => (isInForce ? work(transaction) : false)),
      );
      if (isQueued) onQueued();
    } catch (cause) {
      logger.error('alert state could not be saved', { ruleId: rule.id, cause });
      await this.recover(rule.id);
    }
  }

  #follow(work: Promise<void>): Promise<void> {
    const followed = work
      .catch((cause: unknown) => {
        this.#parts.logger.error('alert rules could not be taken up again', { cause });
      })
      .finally(() => {
        this.#working.delete(followed);
      });
    this.#working.add(followed);
    return followed;
  }

  /** Resolves when everything that was begun is written. */
  async settled(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }
}
