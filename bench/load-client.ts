import { connect, type Socket } from 'node:net';

/** One HTTP request, ready to be written to a socket. */
export interface PlannedRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

/** What a run measured: requests a second, latencies in milliseconds, and answers by status class. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requests: number;
  readonly failures: number;
}

export interface LoadPlan {
  readonly url: URL;
  readonly connections: number;
  /** It ends after so long, */
  readonly seconds: number;
  /** or after so many requests. */
  readonly requests?: number;
  /** The n-th request, n counting from 0 over all connections. */
  readonly request: (n: number) => PlannedRequest;
  /**
   * Connections that a server deals in turn to `of` processes: only those that process `at` gets, counted from the first
   * run on; the others are opened, so that the turn goes on, and dropped. Nobody else may connect meanwhile.
   */
  readonly dealt?: { readonly of: number; readonly at: number };
}

const encode = (url: URL, { method, path, body }: PlannedRequest): string => {
  const head = `${method} ${path} HTTP/1.1\r\nHost: ${url.host}\r\nAccept: application/json\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

/** Length of the first complete answer in the buffer with its status, or undefined while it is incomplete. */
export const completeAnswer = (buffer: Buffer): { length: number; status: number } | undefined => {
  const headEnd = buffer.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = buffer.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const bodyStart = headEnd + 4;
  const declared = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (declared !== undefined) {
    const length = bodyStart + Number(declared);
    return buffer.length >= length ? { length, status } : undefined;
  }
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    const end = buffer.indexOf('\r\n0\r\n\r\n', bodyStart - 2);
    return end < 0 ? undefined : { length: end + 7, status };
  }
  return { length: bodyStart, status };
};

interface Tally {
  readonly latenciesMs: number[];
  failures: number;
}

const connected = ({ port, hostname }: URL): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(port || 80), hostname);
    socket.setNoDelay(true);
    socket.once('error', reject);
    socket.once('connect', () => {
      resolve(socket);
    });
  });

/** One after the other, as a server deals them in the order in which they come. */
const openConnections = async ({ url, connections, dealt }: LoadPlan): Promise<readonly Socket[]> => {
  const { of, at } = dealt ?? { of: 1, at: 0 };
  const opened: Socket[] = [];
  for (let index = 0; index < connections * of; index += 1) opened.push(await connected(url));
  const kept = opened.filter((_socket, index) => index % of === at);
  for (const socket of opened) if (!kept.includes(socket)) socket.destroy();
  return kept;
};

interface Run extends LoadPlan {
  readonly next: () => number;
  readonly tally: Tally;
  readonly endsAt: number;
}

const driveConnection = (
  socket: Socket,
  { url, request, requests = Infinity, next, tally, endsAt }: Run,
): Promise<void> =>
  new Promise((resolve, reject) => {
    let pending: Buffer = Buffer.alloc(0);
    let startedAt = 0;
    const send = (): void => {
      startedAt = performance.now();
      const n = startedAt < endsAt ? next() : Infinity;
      if (n >= requests) {
        socket.end();
        resolve();
        return;
      }
      socket.write(encode(url, request(n)));
    };
    socket.on('error', reject);
    socket.on('close', () => {
      resolve();
    });
    socket.on('data', (chunk: Buffer) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const answer = completeAnswer(pending);
      if (answer === undefined) return;
      pending = pending.subarray(answer.length);
      tally.latenciesMs.push(performance.now() - startedAt);
      if (answer.status >= 400) tally.failures += 1;
      send();
    });
    send();
  });

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Keeps `connections` keep-alive connections busy for `seconds`, one request in flight on each. */
export const runLoad = async (plan: LoadPlan): Promise<LoadResult> => {
  const tally: Tally = { latenciesMs: [], failures: 0 };
  let counter = 0;
  const sockets = await openConnections(plan);
  const startedAt = performance.now();
  const endsAt = startedAt + plan.seconds * 1000;
  const next = (): number => counter++;
  await Promise.all(sockets.map((socket) => driveConnection(socket, { ...plan, next, tally, endsAt })));
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  const sorted = tally.latenciesMs.sort((a, b) => a - b);
  return {
    perSecond: sorted.length / elapsedSeconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    requests: sorted.length,
    failures: tally.failures,
  };
};
