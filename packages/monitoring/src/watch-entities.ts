import { randomUUID } from 'node:crypto';
import type { Connection } from '@allmende/database';
import type { Clock, Logger } from '@allmende/kernel';
import type { AlertRule } from './alert-rule.ts';
import { initialState, nextState, type WatchInput, type WatchState } from './alert-state.ts';
import { clearAlert, raiseAgain, raiseAlert, type Alert } from './alert.ts';
import {
  attributeOf,
  isSameName,
  type EntitySource,
  type ObservedChange,
  type ObservedEntity,
} from './entity-source.ts';
import {
  addDelivery,
  findLiveAlert,
  listRules,
  listWatches,
  removeWatch,
  removeWatches,
  saveAlert,
  saveWatch,
  type MonitoringDatabase,
} from './sql-monitoring-store.ts';

interface Parts {
  readonly database: MonitoringDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly entities: EntitySource;
  readonly onQueued: () => void;
}

/** Runs the rules over changes and the passing of time. */
export class EntityWatcher {
  readonly #parts: Parts;
  readonly #rules = new Map<string, AlertRule>();
  /** Rule id → entity id → state; written through to the database. */
  readonly #watches = new Map<string, Map<string, WatchState>>();
  readonly #working = new Set<Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes up rules and states as they were kept. */
  load(): void {
    const { read } = this.#parts.database;
    for (const rule of listRules(read)) this.#rules.set(rule.id, rule);
    for (const { ruleId, entityId, state } of listWatches(read)) this.#watchesOf(ruleId).set(entityId, state);
  }

  #watchesOf(ruleId: string): Map<string, WatchState> {
    const known = this.#watches.get(ruleId) ?? new Map<string, WatchState>();
    this.#watches.set(ruleId, known);
    return known;
  }

  /** A new or changed rule starts afresh on the current state of its entities. */
  async setRule(rule: AlertRule): Promise<void> {
    this.removeRule(rule.id);
    await this.#parts.database.write((connection) => {
      removeWatches(connection, rule.id);
    });
    this.#rules.set(rule.id, rule);
    const { entities } = this.#parts;
    const single = rule.entityId === undefined ? undefined : await entities.find(rule.tenant, rule.entityId);
    const found =
      rule.entityId === undefined
        ? await entities.byType(rule.tenant, rule.entityType)
        : single === undefined
          ? []
          : [single];
    for (const entity of found) this.#look(rule, entity);
    await this.settled();
  }

  removeRule(id: string): void {
    this.#rules.delete(id);
    this.#watches.delete(id);
  }

  onChanges(changes: readonly ObservedChange[]): void {
    for (const change of changes) {
      for (const rule of this.#rules.values()) {
        if (rule.tenant !== change.tenant) continue;
        if (change.entity === undefined) this.#forget(rule, change.entityId);
        else if (concerns(rule, change)) this.#look(rule, change.entity);
      }
    }
  }

  /** A deleted entity is watched no more; what it raised counts as cleared. */
  #forget(rule: AlertRule, entityId: string): void {
    const state = this.#watchesOf(rule.id).get(entityId);
    if (state === undefined) return;
    this.#watchesOf(rule.id).delete(entityId);
    this.#write((connection) => {
      removeWatch(connection, rule.id, entityId);
      if (state.phase === 'raised') this.#tell(connection, rule, { entityId, event: 'cleared' });
    });
  }

  #look(rule: AlertRule, entity: ObservedEntity): void {
    if (!rule.isActive || !isWatched(rule, entity)) return;
    const { attribute } = rule.condition;
    const observed = attribute === undefined ? undefined : attributeOf(entity, attribute);
    if (attribute !== undefined && observed === undefined) {
      if (!this.#watchesOf(rule.id).has(entity.id))
        this.#step(rule, entity.id, { kind: 'time', at: this.#parts.clock.now() });
      return;
    }
    const at = attribute === undefined ? newest(entity) : Date.parse(observed?.at ?? '');
    const now = this.#parts.clock.now();
    this.#step(rule, entity.id, {
      kind: 'update',
      at: Number.isFinite(at) ? Math.min(at, now) : now,
      value: observed?.value,
    });
  }

  /** Lets time pass: durations and missing data. */
  onTick(): void {
    const at = this.#parts.clock.now();
    for (const rule of this.#rules.values()) {
      if (!rule.isActive || rule.condition.kind === 'geofence') continue;
      for (const entityId of this.#watchesOf(rule.id).keys())
        this.#step(rule, entityId, { kind: 'time', at });
    }
  }

  #step(rule: AlertRule, entityId: string, input: WatchInput): void {
    const watches = this.#watchesOf(rule.id);
    const before = watches.get(entityId);
    const { state, event } = nextState(rule.condition, before ?? initialState, input);
    if (state === before) return;
    watches.set(entityId, state);
    this.#write((connection) => {
      saveWatch(connection, { ruleId: rule.id, entityId, state });
      if (event !== undefined) this.#tell(connection, rule, { entityId, event, value: state.value });
    });
  }

  #tell(
    connection: Connection,
    rule: AlertRule,
    cause: { readonly entityId: string; readonly event: 'raised' | 'cleared'; readonly value?: unknown },
  ): void {
    const { entityId, event, value } = cause;
    const now = this.#parts.clock.now();
    const at = new Date(now).toISOString();
    const live = findLiveAlert(connection, rule.id, entityId);
    if (event === 'cleared' && live === undefined) return;
    const alert =
      live === undefined
        ? raiseAlert(rule, { id: randomUUID(), entityId, at, value })
        : event === 'raised'
          ? raiseAgain(live, at, value)
          : clearAlert(live, at, value);
    saveAlert(connection, alert);
    for (const message of messagesFor(rule, alert, event)) addDelivery(connection, message, now);
  }

  #write(work: (connection: Connection) => void): void {
    const writing = this.#parts.database
      .write(work)
      .then(this.#parts.onQueued)
      .catch((cause: unknown) => {
        this.#parts.logger.error('alert state could not be saved', { cause });
      })
      .then(() => {
        this.#working.delete(writing);
      });
    this.#working.add(writing);
  }

  async settled(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }
}

const isWatched = (rule: AlertRule, entity: ObservedEntity): boolean =>
  (rule.entityId === undefined || rule.entityId === entity.id) &&
  entity.types.some((type) => isSameName(type, rule.entityType));

const concerns = ({ condition }: AlertRule, { changedAttributes }: ObservedChange): boolean => {
  const { attribute } = condition;
  return attribute === undefined || changedAttributes.some((name) => isSameName(name, attribute));
};

const newest = ({ attributes }: ObservedEntity): number =>
  Math.max(...Object.values(attributes).map(({ at }) => Date.parse(at)));

const messagesFor = (rule: AlertRule, alert: Alert, event: 'raised' | 'cleared') => {
  const state = event === 'raised' ? 'ausgelöst / raised' : 'entwarnt / cleared';
  const value = alert.history.at(-1)?.value;
  const text = [
    `Alarm / alert: ${rule.name} (${rule.severity})`,
    `Status: ${state}`,
    `Objekt / entity: ${alert.entityId}`,
    ...(value === undefined ? [] : [`Wert / value: ${JSON.stringify(value)}`]),
    `Zeit / time: ${alert.history.at(-1)?.at ?? alert.raisedAt}`,
  ].join('\n');
  const mail = JSON.stringify({ subject: `[${rule.severity}] ${rule.name}: ${state}`, text });
  const hook = JSON.stringify({ event, alert });
  return [
    ...rule.recipients.emails.map(
      (target) => ({ alertId: alert.id, channel: 'email', target, payload: mail }) as const,
    ),
    ...rule.recipients.webhooks.map(
      (target) => ({ alertId: alert.id, channel: 'webhook', target, payload: hook }) as const,
    ),
  ];
};
