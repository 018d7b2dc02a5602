import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReaderNews } from '@allmende/context-broker';
import type { Logger } from '@allmende/kernel';
import type { MetricsSnapshot } from '../metrics.ts';
import { Handover } from './handover.ts';
import type { EqualSettings, MessageFromReader, MessageToReader, ReaderSettings } from './reader-messages.ts';
import type { ConnectionTaker } from './shared-port.ts';

/** A folder that only this user can enter, for the sockets by which the processes of a server reach one another. */
export interface SocketFolder {
  /** Socket paths are short everywhere (108 bytes on Linux), so the data folder is no place for them. */
  path(name: string): string;
  remove(): void;
}

export const makeSocketFolder = (): SocketFolder => {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-'));
  return {
    path: (name) =>
      process.platform === 'win32'
        ? `\\\\.\\pipe\\${folder.replaceAll(/\W/gu, '-')}-${name}`
        : join(folder, name),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export interface ReaderOptions {
  readonly count: number;
  /** What a process runs, in this folder, and with what: the process with this number. */
  readonly program: 'reader-main.ts' | 'equal-main.ts';
  readonly settings: (number: number) => ReaderSettings | EqualSettings;
  readonly logger: Logger;
  readonly onNews: (news: readonly ReaderNews[]) => void;
}

const shortestPauseMs = 500;
const longestPauseMs = 30_000;
/** A reader that ran so long did not end because it cannot start. */
const soundMs = 60_000;
const stopMs = 5000;
const metricsMs = 1000;

interface Reader {
  readonly child: ChildProcess;
  readonly handover: Handover;
  readonly startedAt: number;
  isReady: boolean;
}

/** Processes that answer beside the one that listens; one that dies is replaced. */
export class ReaderProcesses {
  readonly #options: ReaderOptions;
  readonly #readers = new Map<number, Reader>();
  readonly #asked = new Map<number, (snapshot: MetricsSnapshot) => void>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #allReady = Promise.withResolvers<void>();
  #pauseMs = shortestPauseMs;
  #isStopping = false;
  #turn = 0;
  #lastId = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Resolves when all readers can answer. */
  start(): Promise<void> {
    for (let number = 1; number <= this.#options.count; number += 1) this.#fork(number);
    return this.#allReady.promise;
  }

  /** Gives connections in turn to `own` and to the readers that are ready. */
  nextTaker(own: ConnectionTaker): ConnectionTaker {
    const ready = [...this.#readers.values()].filter(({ isReady, child }) => isReady && child.connected);
    this.#turn = (this.#turn + 1) % (ready.length + 1);
    const reader = ready[this.#turn - 1];
    if (reader === undefined) return own;
    return (connection) => {
      reader.handover.give(connection, (untaken) => {
        this.nextTaker(own)(untaken);
      });
    };
  }

  /** What the readers have counted; of one that does not answer in time nothing. */
  async metrics(): Promise<readonly MetricsSnapshot[]> {
    const snapshots = await Promise.all([...this.#readers.values()].map((reader) => this.#metricsOf(reader)));
    return snapshots.filter((snapshot) => snapshot !== undefined);
  }

  /** Lets the readers finish what they answer, and ends them. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const pause of this.#pauses) clearTimeout(pause);
    await Promise.all([...this.#readers.values()].map(({ child }) => this.#end(child)));
  }

  #fork(number: number): void {
    const program = new URL(this.#options.program, import.meta.url);
    const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const handover = new Handover(child);
    const reader: Reader = { child, handover, startedAt: performance.now(), isReady: false };
    this.#readers.set(number, reader);
    child.on('message', (message: MessageFromReader) => {
      this.#take(reader, message);
    });
    child.on('error', (cause) => {
      this.#options.logger.error('reader process failed', { number, cause });
    });
    child.once('disconnect', () => {
      handover.end();
    });
    child.once('exit', (code, signal) => {
      this.#readers.delete(number);
      handover.end();
      if (this.#isStopping) return;
      this.#options.logger.error('reader process has ended, and is started again', {
        ...{ number, code: code ?? -1, signal: signal ?? '' },
      });
      this.#forkLater(number, reader);
    });
    this.#send(reader, { kind: 'start', settings: this.#options.settings(number) });
  }

  #forkLater(number: number, { startedAt }: Reader): void {
    const isSound = performance.now() - startedAt > soundMs;
    this.#pauseMs = isSound ? shortestPauseMs : Math.min(this.#pauseMs * 2, longestPauseMs);
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      this.#fork(number);
    }, this.#pauseMs);
    this.#pauses.add(pause);
  }

  #take(reader: Reader, message: MessageFromReader): void {
    if (message.kind === 'taken') reader.handover.taken(message.id);
    if (message.kind === 'news') this.#options.onNews(message.news);
    if (message.kind === 'metrics') {
      this.#asked.get(message.id)?.(message.snapshot);
      this.#asked.delete(message.id);
    }
    if (message.kind !== 'ready') return;
    reader.isReady = true;
    const ready = [...this.#readers.values()].filter(({ isReady }) => isReady);
    if (ready.length === this.#options.count) this.#allReady.resolve();
  }

  #metricsOf(reader: Reader): Promise<MetricsSnapshot | undefined> {
    if (!reader.isReady) return Promise.resolve(undefined);
    this.#lastId += 1;
    const id = this.#lastId;
    this.#send(reader, { kind: 'metrics', id });
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#asked.delete(id);
        resolve(undefined);
      }, metricsMs);
      this.#asked.set(id, (snapshot) => {
        clearTimeout(late);
        resolve(snapshot);
      });
    });
  }

  #send({ child }: Reader, message: MessageToReader): void {
    // Of one that is about to end `exit` tells.
    child.send(message, () => undefined);
  }

  #end(child: ChildProcess): Promise<void> {
    return new Promise((resolve) => {
      const force = setTimeout(() => child.kill('SIGKILL'), stopMs);
      child.once('exit', () => {
        clearTimeout(force);
        resolve();
      });
      const message: MessageToReader = { kind: 'stop' };
      if (child.connected) child.send(message, () => undefined);
      else child.kill('SIGKILL');
    });
  }
}
