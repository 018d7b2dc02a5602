import { runLoad, type LoadResult } from './load-client.ts';
import { upsertBatch, type Scenario } from './scenarios.ts';
import type { Usage } from './server-process.ts';

/** A server that is measured. */
export interface Target extends Usage {
  readonly name: string;
  readonly url: URL;
}

export interface Measured extends LoadResult {
  /** Requests for each second of the server's processor time. */
  readonly perCoreSecond: number | undefined;
  /** 99th percentile of latency in milliseconds with few connections, where requests do not wait for one another. */
  readonly unqueuedP99Ms: number;
  /** Share of the time in which the client was busy; near 1 it is the client that is measured, but for `perCoreSecond`. */
  readonly clientShare: number;
}

export interface Plan {
  readonly connections: number;
  readonly seconds: number;
}

export const fewConnections = 4;

export const load = async ({ url }: Pick<Target, 'url'>, size: number): Promise<void> => {
  for (let start = 0; start < size; start += 100) {
    const { method, path, body } = upsertBatch(start, 100);
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    });
    if (!answer.ok) throw new Error(`Loading failed: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }
};

const widthOf = ({ entitiesPerRequest }: Scenario, { connections }: Plan): number =>
  entitiesPerRequest > 1 ? Math.min(4, connections) : connections;

/** One after the other first: a server may learn from slow requests before many come at once. */
export const warmUp = async ({ url }: Target, scenario: Scenario, plan: Plan): Promise<void> => {
  const { request } = scenario;
  for (let n = 0; n < 5; n += 1) await runLoad({ url, connections: 1, seconds: 0.2, request });
  await runLoad({ url, connections: widthOf(scenario, plan), seconds: 1, request });
};

/** Numbers of requests that no other round of a run has used. */
const roundSize = 10_000_000;

export const measureRound = async (
  { url, cpuSeconds }: Target,
  scenario: Scenario,
  plan: Plan & { readonly round: number },
): Promise<Measured> => {
  const { request } = scenario;
  const { seconds, round } = plan;
  const connections = widthOf(scenario, plan);
  const offset = (2 * round + 1) * roundSize;
  const few = await runLoad({
    url,
    connections: Math.min(connections, fewConnections),
    seconds: Math.min(seconds, 1),
    request: (n) => request(n + offset + roundSize),
  });
  const before = await cpuSeconds();
  const own = process.cpuUsage();
  const startedAt = performance.now();
  const result = await runLoad({ url, connections, seconds, request: (n) => request(n + offset) });
  const { user, system } = process.cpuUsage(own);
  const elapsedUs = (performance.now() - startedAt) * 1000;
  const after = await cpuSeconds();
  const used = before === undefined || after === undefined ? 0 : after - before;
  return {
    ...result,
    perCoreSecond: used > 0 ? result.requests / used : undefined,
    unqueuedP99Ms: few.p99Ms,
    clientShare: (user + system) / elapsedUs,
  };
};

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** The median of each figure; failures are added up. */
export const median = (rounds: readonly Measured[]): Measured => {
  const of = (figure: (round: Measured) => number): number => medianOf(rounds.map(figure));
  const perCore = rounds.flatMap(({ perCoreSecond }) => (perCoreSecond === undefined ? [] : [perCoreSecond]));
  return {
    perSecond: of((round) => round.perSecond),
    p50Ms: of((round) => round.p50Ms),
    p99Ms: of((round) => round.p99Ms),
    requests: of((round) => round.requests),
    failures: rounds.reduce((sum, { failures }) => sum + failures, 0),
    perCoreSecond: perCore.length === 0 ? undefined : medianOf(perCore),
    unqueuedP99Ms: of((round) => round.unqueuedP99Ms),
    clientShare: of((round) => round.clientShare),
  };
};
