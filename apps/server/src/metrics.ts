import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 20;
const bucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

interface Series {
  readonly key: string;
  readonly labels: string;
  readonly buckets: number[];
  count: number;
  sumSeconds: number;
}

/** Figures of a module, collected when somebody asks. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

/** What one process has counted and uses now. */
export interface MetricsSnapshot {
  readonly series: readonly Series[];
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  readonly cpuSeconds: number;
  /** Median and 99th percentile of the delay of the event loop since the last look, in seconds. */
  readonly lags: readonly [number, number];
  /** What its modules have counted and use, to be added up. */
  readonly modules?: readonly Metric[];
}

export interface Metrics {
  observe(facts: { method: string; route: string; status: number; durationMs: number }): void;
  /** Ends the time over which delays of the event loop are told. */
  snapshot(): MetricsSnapshot;
  /** Prometheus text exposition format 0.0.4: this process and others of the same server as one, then the modules. */
  text(more?: { readonly others?: readonly MetricsSnapshot[]; readonly modules?: readonly Metric[] }): string;
  stop(): void;
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const header = (name: string, type: string, help: string): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${type}`;

const linesOf = ({ name, type, help, samples }: Metric): string[] => [
  header(name, type, help),
  ...samples.map(({ labels, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}{${pairs.join(',')}} ${value}`;
  }),
];

const requestLines = (series: Iterable<Series>): string[] => {
  const all = [...series];
  const duration = 'allmende_http_request_duration_seconds';
  return [
    header('allmende_http_requests_total', 'counter', 'Answered requests.'),
    ...all.map(({ labels, count }) => `allmende_http_requests_total{${labels}} ${count}`),
    header(duration, 'histogram', 'Time from request to answer.'),
    ...all.flatMap(({ labels, buckets, count, sumSeconds }) => [
      ...bucketsSeconds.map((le, at) => `${duration}_bucket{${labels},le="${le}"} ${buckets[at] ?? 0}`),
      `${duration}_bucket{${labels},le="+Inf"} ${count}`,
      `${duration}_sum{${labels}} ${sumSeconds}`,
      `${duration}_count{${labels}} ${count}`,
    ]),
  ];
};

const single =
  (type: 'gauge' | 'counter') =>
  (name: string, help: string, value: number): string =>
    `${header(name, type, help)}\n${name} ${value}`;

const gauge = single('gauge');
const counter = single('counter');

const newSeries = (key: string, labels: string): Series => ({
  key,
  labels,
  buckets: bucketsSeconds.map(() => 0),
  count: 0,
  sumSeconds: 0,
});

/** The same series of several processes as one. */
const added = (all: readonly Series[]): readonly Series[] => {
  const sums = new Map<string, Series>();
  for (const { key, labels, buckets, count, sumSeconds } of all) {
    const sum = sums.get(key) ?? newSeries(key, labels);
    sums.set(key, sum);
    buckets.forEach((n, at) => {
      sum.buckets[at] = (sum.buckets[at] ?? 0) + n;
    });
    sum.count += count;
    sum.sumSeconds += sumSeconds;
  }
  return [...sums.values()];
};

/** The same figures of several processes as one; those of the first come first. */
const addedMetrics = (all: readonly Metric[]): readonly Metric[] =>
  [...Map.groupBy(all, ({ name }) => name).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const byLabels = Map.groupBy(
      same.flatMap(({ samples }) => samples),
      ({ labels }) => JSON.stringify(labels),
    );
    const samples = [...byLabels.values()].flatMap((own) => {
      const value = own.reduce((sum, sample) => sum + sample.value, 0);
      return own[0] === undefined ? [] : [{ ...own[0], value }];
    });
    return [{ ...first, samples }];
  });

const sumOf = (all: readonly MetricsSnapshot[], figure: (one: MetricsSnapshot) => number): number =>
  all.reduce((sum, one) => sum + figure(one), 0);

const processLines = (all: readonly MetricsSnapshot[], startedAt: number): string[] => {
  const worst = (at: 0 | 1): number => Math.max(...all.map(({ lags }) => lags[at]));
  return [
    ...requestLines(added(all.flatMap(({ series }) => series))),
    gauge(
      'process_resident_memory_bytes',
      'Resident memory.',
      sumOf(all, (one) => one.residentBytes),
    ),
    gauge(
      'nodejs_heap_size_used_bytes',
      'Used heap.',
      sumOf(all, (one) => one.heapUsedBytes),
    ),
    gauge(
      'nodejs_eventloop_lag_p50_seconds',
      'Median delay of the event loop since the last look.',
      worst(0),
    ),
    gauge('nodejs_eventloop_lag_p99_seconds', '99th percentile of that delay.', worst(1)),
    counter(
      'process_cpu_seconds_total',
      'Used processor time.',
      sumOf(all, (one) => one.cpuSeconds),
    ),
    gauge('process_start_time_seconds', 'Start, in seconds since 1970.', startedAt),
    gauge('allmende_processes', 'Processes that answer.', all.length),
  ];
};

/** Counts requests by method, route pattern and status, and watches the process. */
export const createMetrics = (): Metrics => {
  const series = new Map<string, Series>();
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const startedAt = Date.now() / 1000 - process.uptime();
  const snapshot = (): MetricsSnapshot => {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    // What is measured is the time between two looks; the part that was asked for is no delay.
    const lag = (percentile: number): number =>
      Math.max(0, delay.percentile(percentile) / 1e9 - resolutionMs / 1000);
    const lags = [lag(50), lag(99)] as const;
    delay.reset();
    return {
      series: [...series.values()],
      ...{ residentBytes: rss, heapUsedBytes: heapUsed, cpuSeconds: (user + system) / 1e6, lags },
    };
  };
  return {
    observe: ({ method, route, status, durationMs }) => {
      const verb = knownMethods.has(method) ? method : 'other';
      const key = `${verb} ${status} ${route}`;
      const known = series.get(key);
      const one = known ?? newSeries(key, `method="${verb}",route="${escaped(route)}",status="${status}"`);
      if (known === undefined) series.set(key, one);
      const seconds = durationMs / 1000;
      one.count += 1;
      one.sumSeconds += seconds;
      bucketsSeconds.forEach((le, at) => {
        if (seconds <= le) one.buckets[at] = (one.buckets[at] ?? 0) + 1;
      });
    },
    snapshot,
    text: ({ others = [], modules = [] } = {}) =>
      `${[
        ...processLines([snapshot(), ...others], startedAt),
        ...addedMetrics([...modules, ...others.flatMap((one) => one.modules ?? [])]).flatMap(linesOf),
      ].join('\n')}\n`,
    stop: () => {
      delay.disable();
    },
  };
};
