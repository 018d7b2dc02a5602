import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';

type Listener = (payload: string) => void;

const channelName = /^[a-z][a-z_]*$/u;
const maxPauseMs = 5000;

/** Names of channels become part of statements. */
export const assertChannel = (channel: string): void => {
  if (!channelName.test(channel)) throw new Error(`${channel} is no name of a channel.`);
};

/** Listens to NOTIFY on one connection of its own, which it makes again when it is lost. */
export class PostgresListener {
  readonly #connect: () => Promise<Client>;
  readonly #listeners = new Map<string, Set<Listener>>();
  #client: Promise<Client> | undefined;
  #isClosed = false;
  /** The connection takes one statement after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  /** `connect` makes a connection that is open. */
  constructor(connect: () => Promise<Client>) {
    this.#connect = connect;
  }

  async listen(channel: string, listener: Listener): Promise<() => Promise<void>> {
    assertChannel(channel);
    const own = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, own.add(listener));
    const client = await (this.#client ??= this.#open());
    await this.#inTurn(client, `LISTEN ${channel}`);
    return async () => {
      own.delete(listener);
      if (own.size > 0 || this.#isClosed) return;
      this.#listeners.delete(channel);
      const current = await this.#client;
      if (current !== undefined) await this.#inTurn(current, `UNLISTEN ${channel}`);
    };
  }

  #inTurn(client: Client, sql: string): Promise<unknown> {
    const run = this.#turn.then(() => client.query(sql));
    this.#turn = run.catch(() => undefined);
    return run;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = await this.#client?.catch(() => undefined);
    await client?.end();
  }

  async #open(): Promise<Client> {
    const client = await this.#connect();
    const lost = { isTold: false };
    const onLost = (): void => {
      if (lost.isTold || this.#isClosed) return;
      lost.isTold = true;
      this.#client = this.#reopen();
      this.#client.catch(() => undefined);
    };
    client.on('error', onLost);
    client.on('end', onLost);
    client.on('notification', ({ channel, payload = '' }) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
    });
    for (const channel of this.#listeners.keys()) await client.query(`LISTEN ${channel}`);
    return client;
  }

  #tellAll(): void {
    for (const own of this.#listeners.values()) for (const listener of own) listener('');
  }

  async #reopen(): Promise<Client> {
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, maxPauseMs)) {
      await pause(waitMs, undefined, { ref: false });
      if (this.#isClosed) throw new Error('The database is closed.');
      try {
        const client = await this.#open();
        this.#tellAll();
        return client;
      } catch {
        // The next attempt follows after a longer pause.
      }
    }
  }
}
