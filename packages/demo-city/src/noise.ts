/** A stream of random numbers: the same number for the same stream and index, today and after a restart. */
export type Stream = number;

/** Finaliser of MurmurHash3: every bit of the input changes about half the bits of the output. */
const mix = (value: number): number => {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** The stream of one purpose (`bikes/100034981`) under the demo's seed. */
export const streamOf = (seed: string, purpose: string): Stream => {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${purpose}`)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return mix(hash);
};

/** Evenly distributed in [0, 1); `index` is cut to a whole number. */
export const uniform = (stream: Stream, index: number): number =>
  mix(stream ^ mix(Math.floor(index) + 0x9e3779b9)) / 2 ** 32;

/** Normally distributed (Box–Muller), mean 0, variance 1. */
const normal = (stream: Stream, index: number): number => {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(stream, index)));
  return radius * Math.cos(2 * Math.PI * uniform(stream ^ 0x5bd1e995, index));
};

/** A continuous curve through normal values, one at each whole position; mean 0 and variance 1 everywhere. */
export const smoothNoise = (stream: Stream, position: number): number => {
  const index = Math.floor(position);
  const along = position - index;
  const weight = along * along * (3 - 2 * along);
  const mixed = normal(stream, index) * (1 - weight) + normal(stream, index + 1) * weight;
  return mixed / Math.hypot(1 - weight, weight);
};

/** Poisson distributed count with this mean; from a mean of 50 on by the normal approximation. */
export const poisson = (mean: number, stream: Stream, index: number): number => {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(stream, index)));
  const chance = uniform(stream, index);
  let count = 0;
  let probability = Math.exp(-mean);
  let cumulated = probability;
  while (chance > cumulated && count < 200) {
    count += 1;
    probability *= mean / count;
    cumulated += probability;
  }
  return count;
};

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

export const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));
