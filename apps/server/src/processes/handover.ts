import type { Socket } from 'node:net';
import type { MessageToReader } from './reader-messages.ts';
import type { ConnectionTaker } from './shared-port.ts';

/** What goes to a child process. */
export interface Channel {
  send(
    message: MessageToReader,
    connection: Socket,
    options: { readonly keepOpen: boolean },
    told: (failure: Error | null) => void,
  ): boolean;
}

interface Given {
  readonly connection: Socket;
  readonly elsewhere: ConnectionTaker;
  isSent: boolean;
}

/**
 * Gives connections to a child process, and keeps each open until the child says that it has taken it: Node sends them
 * one by one, and when the child dies it neither fails nor closes those that wait.
 */
export class Handover {
  readonly #channel: Channel;
  readonly #underway = new Map<number, Given>();
  #lastId = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** What did not reach the child goes `elsewhere`. */
  give(connection: Socket, elsewhere: ConnectionTaker): void {
    this.#lastId += 1;
    const id = this.#lastId;
    const given: Given = { connection, elsewhere, isSent: false };
    this.#underway.set(id, given);
    this.#channel.send({ kind: 'connection', id }, connection, { keepOpen: true }, (failure) => {
      given.isSent = failure === null;
      if (failure !== null) this.#giveUp(id, given);
    });
  }

  /** The child has its own hold of the connection; without this one it ends when the child ends it. */
  taken(id: number): void {
    this.#underway.get(id)?.connection.destroy();
    this.#underway.delete(id);
  }

  /** The child takes nothing any more. */
  end(): void {
    for (const [id, given] of this.#underway) this.#giveUp(id, given);
  }

  #giveUp(id: number, { connection, elsewhere, isSent }: Given): void {
    if (!this.#underway.delete(id)) return;
    // Of what was sent the child may have read, and even done, the first request.
    if (isSent) connection.destroy();
    else elsewhere(connection);
  }
}
