import type { Connection } from '@allmende/database';
import type { Logger } from '@allmende/kernel';
import type { AlertRule } from './alert-rule.ts';
import { initialState, nextState, type WatchInput, type WatchState } from './alert-state.ts';
import type { ClearingNote } from './alert.ts';
import type { EntitySource, ObservedChange, ObservedEntity } from './entity-source.ts';
import { isConcernedBy, isWatching, observationOf } from './observation.ts';
import { recordOccurrence, type Occurrence, type RecorderParts } from './record-alerts.ts';
import {
  allRules,
  findRule,
  removeWatch,
  saveWatch,
  watchesOf,
  type MonitoringDatabase,
} from './sql-rule-store.ts';

export interface WatcherParts extends RecorderParts {
  readonly database: MonitoringDatabase;
  readonly logger: Logger;
  readonly entities: EntitySource;
  /** Called after messages were queued and committed. */
  readonly onQueued: () => void;
}

/**
 * Runs the rules over changes and the passing of time. States live in memory and are written through; what
 * a review can find out again from the entities (the newest observation of a clear watch) is not written.
 */
export class EntityWatcher {
  readonly #parts: WatcherParts;
  readonly #rules = new Map<string, AlertRule>();
  /** Rule id → entity id → state. */
  readonly #watches = new Map<string, Map<string, WatchState>>();
  /** Rules whose entities have to be looked at before time may pass for them. */
  readonly #unreviewed = new Set<string>();
  readonly #working = new Set<Promise<void>>();
  readonly #reviewing = new Map<AlertRule, Promise<void>>();

  constructor(parts: WatcherParts) {
    this.#parts = parts;
  }

  /** Takes up rules and states as they were kept; the next tick reviews them. */
  load(): void {
    for (const { id } of allRules(this.#parts.database.read)) this.recover(id);
  }

  /** Takes up one rule as it was kept, after a write failed that memory was ahead of. */
  recover(ruleId: string): void {
    const { read } = this.#parts.database;
    const rule = findRule(read, ruleId);
    const watches = watchesOf(read, ruleId);
    this.drop(ruleId);
    if (rule === undefined) return;
    this.adopt(rule);
    this.#watches.set(ruleId, new Map(watches.map(({ entityId, state }) => [entityId, state])));
  }

  /** Watches by a new rule, or by one whose watches were removed; its entities are to be reviewed. */
  adopt(rule: AlertRule): void {
    this.drop(rule.id);
    this.#rules.set(rule.id, rule);
    this.#unreviewed.add(rule.id);
  }

  /** Takes over what leaves the watches of a rule as they are: its name, severity, recipients. */
  relabel(rule: AlertRule): void {
    this.#rules.set(rule.id, rule);
  }

  drop(ruleId: string): void {
    this.#rules.delete(ruleId);
    this.#watches.delete(ruleId);
    this.#unreviewed.delete(ruleId);
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
      if (this.#rules.get(rule.id) !== rule) return;
      for (const entity of found) this.#look(rule, entity);
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

  /** Asks for each watched entity that was not found, because not finding may have other reasons than deletion. */
  async #lookForMissing(
    rule: AlertRule,
    watched: ReadonlyMap<string, WatchState>,
    found: ReadonlySet<string>,
  ): Promise<void> {
    for (const [entityId, state] of watched) {
      if (found.has(entityId)) continue;
      const entity = await this.#parts.entities.find(rule.tenant, entityId);
      if (this.#rules.get(rule.id) !== rule) return;
      if (this.#watchesOf(rule.id).get(entityId) !== state) continue;
      if (entity === undefined) this.#forget(rule, entityId, 'entity-deleted');
      else this.#look(rule, entity);
    }
  }

  /** An entity that a rule names is missing also when it was never there. */
  #expectNamedEntity(rule: AlertRule): void {
    if (rule.condition.kind !== 'missing-data' || rule.entityId === undefined) return;
    if (this.#watchesOf(rule.id).has(rule.entityId)) return;
    this.#step(rule, rule.entityId, { kind: 'time', now: this.#parts.clock.now() });
  }

  onChanges(changes: readonly ObservedChange[]): void {
    for (const change of changes) {
      for (const rule of this.#rules.values()) {
        if (!rule.isActive || rule.tenant !== change.tenant) continue;
        if (change.entity === undefined) this.#forget(rule, change.entityId, 'entity-deleted');
        else if (isConcernedBy(rule, change) || this.#hasLost(rule, change.entity)) {
          this.#look(rule, change.entity);
        }
      }
    }
  }

  /** Whether a watched entity is of another type now. */
  #hasLost(rule: AlertRule, entity: ObservedEntity): boolean {
    return this.#watches.get(rule.id)?.has(entity.id) === true && !isWatching(rule, entity);
  }

  #look(rule: AlertRule, entity: ObservedEntity): void {
    if (!isWatching(rule, entity)) {
      this.#forget(rule, entity.id, 'entity-deleted');
      return;
    }
    const observation = observationOf(rule, entity, this.#parts.clock.now());
    if (observation !== undefined) this.#step(rule, entity.id, observation);
    else this.#forget(rule, entity.id, 'attribute-deleted');
  }

  /**
   * What is gone is watched no more, and what it raised clears. Only data that are missing stay missing: the
   * watch of an attribute, or of an entity named by the rule, goes on.
   */
  #forget(rule: AlertRule, entityId: string, note: ClearingNote): void {
    const state = this.#watchesOf(rule.id).get(entityId);
    const { kind } = rule.condition;
    if (kind === 'missing-data' && (note === 'attribute-deleted' || rule.entityId === entityId)) {
      if (state === undefined) this.#step(rule, entityId, { kind: 'time', now: this.#parts.clock.now() });
      else this.#write(rule, (connection) => this.#keep(connection, { rule, entityId, state }));
      return;
    }
    if (state === undefined) return;
    this.#watchesOf(rule.id).delete(entityId);
    this.#write(rule, (connection) => {
      removeWatch(connection, rule.id, entityId);
      return state.phase === 'raised'
        ? this.#record(connection, rule, { kind: 'cleared', entityId, note })
        : false;
    });
  }

  /** Lets time pass: durations and missing data. Rules that were not reviewed yet are reviewed first. */
  onTick(): void {
    const now = this.#parts.clock.now();
    for (const rule of this.#rules.values()) {
      if (!rule.isActive) continue;
      if (this.#unreviewed.has(rule.id)) {
        this.#follow(this.review(rule.id));
        continue;
      }
      if (rule.condition.kind === 'geofence') continue;
      for (const entityId of this.#watchesOf(rule.id).keys())
        this.#step(rule, entityId, { kind: 'time', now });
    }
  }

  #step(rule: AlertRule, entityId: string, input: WatchInput): void {
    const watches = this.#watchesOf(rule.id);
    const before = watches.get(entityId);
    const { state, events } = nextState(rule.condition, before ?? initialState, input);
    if (state === before) return;
    watches.set(entityId, state);
    const wasClear = before === undefined || before.phase === 'clear';
    // Only the beginning of a watch without observation cannot be found out again.
    const isWorthless = input.kind === 'update' && wasClear && state.phase === 'clear';
    if (isWorthless && events.length === 0) return;
    if (before?.phase === state.phase && before.since === state.since && events.length === 0) return;
    this.#write(rule, (connection) => {
      this.#keep(connection, { rule, entityId, state });
      const queued = events.map((event) => this.#record(connection, rule, { ...event, entityId }));
      return queued.includes(true);
    });
  }

  #keep(
    connection: Connection,
    {
      rule,
      entityId,
      state,
    }: { readonly rule: AlertRule; readonly entityId: string; readonly state: WatchState },
  ): boolean {
    const ruleId = rule.id;
    const isKept = state.phase !== 'clear' || rule.condition.kind === 'missing-data';
    if (isKept) saveWatch(connection, { ruleId, entityId, state });
    else removeWatch(connection, ruleId, entityId);
    return false;
  }

  #record(connection: Connection, rule: AlertRule, occurrence: Occurrence): boolean {
    return recordOccurrence(this.#parts, connection, rule, occurrence);
  }

  /** Writes; `work` answers whether it queued messages. */
  #write(rule: AlertRule, work: (connection: Connection) => boolean): void {
    this.#follow(this.#writeOrRecover(rule, work));
  }

  async #writeOrRecover(rule: AlertRule, work: (connection: Connection) => boolean): Promise<void> {
    const { database, logger, onQueued } = this.#parts;
    try {
      if (await database.write(work)) onQueued();
    } catch (cause) {
      logger.error('alert state could not be saved', { ruleId: rule.id, cause });
      this.recover(rule.id);
    }
  }

  #follow(work: Promise<void>): void {
    const followed = work
      .catch((cause: unknown) => {
        this.#parts.logger.error('alert rules could not be taken up again', { cause });
      })
      .finally(() => {
        this.#working.delete(followed);
      });
    this.#working.add(followed);
  }

  /** Resolves when everything that was begun is written. */
  async settled(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }
}
