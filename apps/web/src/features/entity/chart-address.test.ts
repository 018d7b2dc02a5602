import { describe, expect, it } from 'vitest';
import { readChart, writeChart, type ChartChoice } from './chart-address.ts';

const choices: readonly ChartChoice[] = [
  { attribute: undefined, range: { kind: 'last', hours: 168 } },
  { attribute: 'no2', range: { kind: 'custom', from: 1_000, to: 9_000 } },
];

describe("the chart's address", () => {
  it.each(choices)('is written so that it reads the same: %j', (choice) => {
    expect(readChart(new URLSearchParams(writeChart(choice).toString()))).toEqual(choice);
  });

  it.each(['', 'hours=-3', 'hours=many', 'from=2026-01-02&to=2026-01-01', 'from=x&to=y', 'hours=1e9'])(
    'shows a day where it says nothing sensible: %s',
    (address) => {
      expect(readChart(new URLSearchParams(address)).range).toEqual({ kind: 'last', hours: 24 });
    },
  );
});
