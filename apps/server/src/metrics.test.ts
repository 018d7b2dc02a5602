import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics, type Metrics } from './metrics.ts';

describe('the metrics', () => {
  let metrics: Metrics;
  beforeEach(() => {
    metrics = createMetrics();
  });
  afterEach(() => {
    metrics.stop();
  });

  const valueOf = (series: string): number => {
    const line = metrics
      .text()
      .split('\n')
      .find((text) => text.startsWith(`${series} `));
    return Number(line?.slice(series.length));
  };

  it('counts requests and their durations in cumulative buckets', () => {
    for (const durationMs of [0.5, 3, 3, 20_000]) {
      metrics.observe({ method: 'GET', route: '/x', status: 200, durationMs });
    }
    const labels = 'method="GET",route="/x",status="200"';
    const duration = 'allmende_http_request_duration_seconds';
    expect(valueOf(`allmende_http_requests_total{${labels}}`)).toBe(4);
    expect(valueOf(`${duration}_bucket{${labels},le="0.001"}`)).toBe(1);
    expect(valueOf(`${duration}_bucket{${labels},le="0.005"}`)).toBe(3);
    expect(valueOf(`${duration}_bucket{${labels},le="10"}`)).toBe(3);
    expect(valueOf(`${duration}_bucket{${labels},le="+Inf"}`)).toBe(4);
    expect(valueOf(`${duration}_sum{${labels}}`)).toBeCloseTo(20.0065);
  });

  it('takes no label from a client', () => {
    metrics.observe({ method: 'BREW"\n', route: '/x', status: 405, durationMs: 1 });
    expect(metrics.text()).toContain('{method="other",route="/x",status="405"} 1');
  });

  it('is in the text format: each line a comment or a sample, each metric with help and type', () => {
    metrics.observe({ method: 'GET', route: '/a"b\\c', status: 200, durationMs: 1 });
    const text = metrics.text();
    expect(text.endsWith('\n')).toBe(true);
    const sample = /^[a-z_0-9]+(?:\{(?:[a-z]+="(?:[^"\\\n]|\\.)*",?)+\})? [-+0-9.e]+$/u;
    const lines = text.trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('# ') && !sample.test(line))).toEqual([]);
    const helped = lines.filter((line) => line.startsWith('# HELP')).length;
    expect(lines.filter((line) => line.startsWith('# TYPE')).length).toBe(helped);
  });

  it('tells processor time, start and a delay that does not count waiting', async () => {
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(valueOf('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(valueOf('process_start_time_seconds')).toBeLessThan(Date.now() / 1000);
    expect(valueOf('nodejs_eventloop_lag_p50_seconds')).toBeLessThan(0.02);
  });

  it('add up what the modules of several processes have counted', () => {
    const metrics = createMetrics();
    const figure = (name: string, samples: readonly [string, number][]) => ({
      name,
      type: 'counter' as const,
      help: 'Help.',
      samples: samples.map(([kind, value]) => ({ labels: { kind }, value })),
    });
    const other = {
      ...metrics.snapshot(),
      modules: [
        figure('tries', [
          ['a', 2],
          ['c', 1],
        ]),
      ],
    };
    const modules = [
      figure('tries', [
        ['a', 1],
        ['b', 5],
      ]),
      figure('alone', [['a', 7]]),
    ];
    const lines = metrics.text({ others: [other], modules }).split('\n');
    expect(lines.filter((line) => /^(?:tries|alone|# TYPE tries)/u.test(line))).toEqual([
      '# TYPE tries counter',
      'tries{kind="a"} 3',
      'tries{kind="b"} 5',
      'tries{kind="c"} 1',
      'alone{kind="a"} 7',
    ]);
    metrics.stop();
  });
});
