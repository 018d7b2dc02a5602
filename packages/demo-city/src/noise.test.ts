import { describe, expect, it } from 'vitest';
import { poisson, smoothNoise, streamOf, uniform } from './noise.ts';

const stream = streamOf('test', 'noise');
const many = Array.from({ length: 20_000 }, (_item, index) => index);
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
};

describe('noise', () => {
  it('differs by seed, purpose and index, and by nothing else', () => {
    expect(uniform(streamOf('a', 'x'), 1)).toBe(uniform(streamOf('a', 'x'), 1));
    const values = [
      uniform(streamOf('a', 'x'), 1),
      uniform(streamOf('b', 'x'), 1),
      uniform(streamOf('a', 'y'), 1),
      uniform(streamOf('a', 'x'), 2),
      uniform(streamOf('a', 'x'), -1),
    ];
    expect(new Set(values).size).toBe(values.length);
  });

  it('is even between 0 and 1', () => {
    const values = many.map((index) => uniform(stream, index));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(meanOf(values)).toBeCloseTo(0.5, 2);
    expect(varianceOf(values)).toBeCloseTo(1 / 12, 2);
  });

  it('gives a curve without jumps of mean 0 and variance 1', () => {
    const values = many.map((index) => smoothNoise(stream, index * 0.37));
    expect(Math.abs(meanOf(values))).toBeLessThan(0.05);
    expect(Math.abs(varianceOf(values) - 1)).toBeLessThan(0.06);
    expect(smoothNoise(stream, 5 - 1e-9)).toBeCloseTo(smoothNoise(stream, 5), 6);
  });

  it.each([0.2, 4, 49, 60, 300])('counts with a mean and a variance of %d', (mean) => {
    const counts = many.map((index) => poisson(mean, stream, index));
    expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
    expect(Math.abs(meanOf(counts) / mean - 1)).toBeLessThan(0.05);
    expect(Math.abs(varianceOf(counts) / mean - 1)).toBeLessThan(0.07);
  });

  it('counts nothing where nothing is expected', () => {
    expect(poisson(0, stream, 1)).toBe(0);
  });
});
