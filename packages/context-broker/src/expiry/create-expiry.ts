import type { Clock, Logger } from '@allmende/kernel';
import { isOver, withoutOver } from '../entities/expiries.ts';
import type { EntityStore, Transition } from '../entities/entity-store.ts';
import type { HistoryEditor } from '../temporal/history-editor.ts';
import type { TemporalStore } from '../temporal/temporal-store.ts';
import type { DueEnding, ExpiryStore } from './expiry-store.ts';
import type { SoonestEnd } from './soonest-end.ts';

/** Removes what is over (§4.22): entities, attributes, and the past of attributes that ended. */
export interface Expiry {
  /** Stores that never show what is over. */
  guardEntities(store: EntityStore): EntityStore;
  guardHistory(store: TemporalStore): TemporalStore;
  /** Another process wrote what ends then, or may have done (undefined). */
  noteElsewhere(atMs: number | undefined): void;
  /** Removes from time to time also what nobody asks for. */
  start(): void;
  stop(): Promise<void>;
}

interface ExpiryParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The stores as they are, unguarded. */
  readonly entities: EntityStore;
  readonly editor: HistoryEditor;
  readonly expiries: ExpiryStore;
  readonly soonest: SoonestEnd;
}

const atOnce = 500;
const tickMs = 1000;

/** What is left of an entity now. */
const expiring =
  (nowMs: number): Transition =>
  (before) => {
    if (before === undefined || isOver(before, nowMs)) return undefined;
    const attributes = withoutOver(before.attributes, nowMs);
    return attributes === before.attributes
      ? before
      : { ...before, modifiedAt: new Date(nowMs).toISOString(), attributes };
  };

const removeDue = async (parts: ExpiryParts, due: readonly DueEnding[], nowMs: number): Promise<void> => {
  const known = due.filter(({ entityId }) => entityId !== '');
  const byTenant = Map.groupBy(known, ({ tenant }) => tenant);
  for (const [tenant, own] of byTenant) {
    const ids = [...new Set(own.map(({ entityId }) => entityId))];
    const steps = ids.map((entityId) => ({ entityId, transition: expiring(nowMs) }));
    const failure = (await parts.entities.applyAll(tenant, steps)).find((result) => result instanceof Error);
    if (failure !== undefined) throw failure;
    for (const { entityId, attribute } of own) {
      if (attribute !== '') await parts.editor.removeExpired(tenant, { entityId, attribute }, nowMs);
    }
  }
  // Last, so that what a crash interrupts is done again.
  await parts.expiries.forget(due);
};

const sweep = async (parts: ExpiryParts): Promise<void> => {
  const { expiries, clock, soonest } = parts;
  soonest.reset();
  try {
    for (;;) {
      const nowMs = clock.now();
      const due = await expiries.due(nowMs, atOnce);
      if (due.length > 0) await removeDue(parts, due, nowMs);
      if (due.length < atOnce) break;
    }
  } finally {
    soonest.note(await expiries.soonest());
  }
};

/** Sweeps are made one after the other, when something is due. */
export const createExpiry = (parts: ExpiryParts): Expiry => {
  const running: { sweep?: Promise<void>; timer?: NodeJS.Timeout } = {};
  const isDue = (): boolean => running.sweep !== undefined || parts.soonest.ms <= parts.clock.now();
  const settle = (): Promise<void> => {
    running.sweep ??= sweep(parts).finally(() => {
      delete running.sweep;
    });
    return running.sweep;
  };
  /** Reads what is not over. */
  const before =
    <Input extends readonly unknown[], Value>(read: (...input: Input) => Promise<Value>) =>
    (...input: Input): Promise<Value> =>
      isDue() ? settle().then(() => read(...input)) : read(...input);
  /** Writes, and removes at once what was over already. */
  const around =
    <Input extends readonly unknown[], Value>(write: (...input: Input) => Promise<Value>) =>
    async (...input: Input): Promise<Value> => {
      if (isDue()) await settle();
      const value = await write(...input);
      if (isDue()) await settle();
      return value;
    };
  return {
    guardEntities: (store) => ({
      ...store,
      apply: around(store.apply),
      applyAll: around(store.applyAll),
      find: before(store.find),
      query: before(store.query),
      findDocument: before(store.findDocument),
      queryDocuments: before(store.queryDocuments),
      types: before(store.types),
    }),
    guardHistory: (store) => ({
      find: before(store.find),
      query: before(store.query),
      addHistory: around(store.addHistory),
    }),
    noteElsewhere: (atMs = Number.NEGATIVE_INFINITY) => {
      parts.soonest.note(atMs);
    },
    start: () => {
      running.timer = setInterval(() => {
        if (!isDue()) return;
        settle().catch((cause: unknown) =>
          parts.logger.error('what is over could not be removed', { cause }),
        );
      }, tickMs);
      running.timer.unref();
    },
    stop: async () => {
      clearInterval(running.timer);
      await running.sweep?.catch(() => undefined);
    },
  };
};
