import { randomUUID } from 'node:crypto';
import type { PostgresDatabase } from '@allmende/database';
import type { Clock, Logger } from '@allmende/kernel';
import type { EntityChange } from '../entities/entity.ts';
import type { ChangeListener, EntityStore } from '../entities/entity-store.ts';

/** What one process tells the others of a change; they read the entity themselves. */
interface ToldChange {
  readonly tenant: string;
  readonly entityId: string;
  readonly changedAttributes: readonly string[];
  readonly at: string;
  /** Of an entity that is no more. */
  readonly types?: readonly string[];
}

interface Message {
  readonly from: string;
  readonly changes: readonly ToldChange[];
}

interface Parts {
  readonly database: PostgresDatabase;
  readonly entities: Pick<EntityStore, 'find'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** PostgreSQL takes payloads of less than 8000 bytes. */
const maxBytes = 7900;
const flushMs = 50;
/** An interest that is not repeated ends; it is repeated three times as often. */
const interestMs = 60_000;
/** Changes that wait to be told; more are for those who look themselves. */
const maxWaiting = 10_000;

const toldOf = ({ tenant, entityId, before, after, changedAttributes, at }: EntityChange): ToldChange => ({
  tenant,
  entityId,
  changedAttributes,
  at,
  ...(after === undefined && before !== undefined ? { types: before.types } : {}),
});

/** Messages that fit into payloads; a change that fits in none is left out. */
const messagesOf = (from: string, changes: readonly ToldChange[]): readonly string[] => {
  const messages: string[] = [];
  let own: ToldChange[] = [];
  let bytes = 0;
  const close = (): void => {
    if (own.length > 0) messages.push(JSON.stringify({ from, changes: own } satisfies Message));
    [own, bytes] = [[], 100];
  };
  close();
  for (const change of changes) {
    const size = Buffer.byteLength(JSON.stringify(change)) + 1;
    if (size > maxBytes - 100) continue;
    if (bytes + size > maxBytes) close();
    own.push(change);
    bytes += size;
  }
  close();
  return messages;
};

/**
 * Tells the committed changes of this process to those that are interested, and those of others to listeners here, for
 * the live stream. Nobody is told twice, and what is missed is missed: who needs every change records it in its
 * transaction. As long as no process is interested it costs nothing.
 */
export class ChangeNews {
  readonly #parts: Parts;
  readonly #self = randomUUID();
  readonly #listeners = new Set<ChangeListener>();
  #waiting: ToldChange[] = [];
  #isFlushing = false;
  #interestedUntilMs = 0;
  #beating: NodeJS.Timeout | undefined;
  #ends: readonly (() => Promise<void>)[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { database, clock } = this.#parts;
    this.#ends = await Promise.all([
      database.listen('allmende_interest', (from) => {
        if (from !== this.#self) this.#interestedUntilMs = clock.now() + interestMs;
      }),
      database.listen('allmende_entities', (payload) => {
        if (payload !== '') void this.#hear(payload);
      }),
    ]);
    if (this.#listeners.size > 0) this.#beat();
  }

  async stop(): Promise<void> {
    clearInterval(this.#beating);
    this.#beating = undefined;
    const ends = this.#ends;
    this.#ends = [];
    await Promise.all(ends.map((end) => end()));
  }

  /** Listens to changes of other processes. */
  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    if (this.#ends.length > 0) this.#beat();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#beating);
      this.#beating = undefined;
    };
  }

  /** Takes up changes that this process has committed. */
  tell(changes: readonly EntityChange[]): void {
    const { clock } = this.#parts;
    if (this.#interestedUntilMs < clock.now() || this.#waiting.length >= maxWaiting) return;
    this.#waiting.push(...changes.map(toldOf));
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setTimeout(() => void this.#flush(), flushMs).unref();
  }

  async #flush(): Promise<void> {
    const { database, logger } = this.#parts;
    const changes = this.#waiting;
    this.#waiting = [];
    this.#isFlushing = false;
    try {
      await database.read.rows(
        "SELECT pg_notify('allmende_entities', payload) FROM unnest($1::text[]) payload",
        messagesOf(this.#self, changes),
      );
    } catch (cause) {
      logger.warn('changes could not be told to other processes', { cause });
    }
  }

  #beat(): void {
    if (this.#beating !== undefined) return;
    const beat = (): void => {
      this.#parts.database.read
        .rows("SELECT pg_notify('allmende_interest', $1)", this.#self)
        .catch((cause: unknown) => {
          this.#parts.logger.warn('interest in changes could not be told', { cause });
        });
    };
    this.#beating = setInterval(beat, interestMs / 3);
    this.#beating.unref();
    beat();
  }

  async #hear(payload: string): Promise<void> {
    const { from, changes } = JSON.parse(payload) as Message;
    if (from === this.#self || this.#listeners.size === 0) return;
    try {
      const heard = await Promise.all(changes.map((change) => this.#look(change)));
      for (const listener of this.#listeners) listener(heard);
    } catch (cause) {
      this.#parts.logger.warn('entities that other processes changed could not be read', { cause });
    }
  }

  async #look({ types, ...change }: ToldChange): Promise<EntityChange> {
    const { tenant, entityId, at } = change;
    if (types !== undefined) {
      const before = { id: entityId, types, createdAt: at, modifiedAt: at, attributes: {} };
      return { ...change, before };
    }
    const after = await this.#parts.entities.find(tenant, entityId);
    return { ...change, ...(after === undefined ? {} : { after }) };
  }
}
