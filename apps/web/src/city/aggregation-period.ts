const day = 24 * 60 * 60 * 1000;

/** Raw values up to two days, quarter hours up to eight, hours beyond: some hundred points in any range. */
export const aggregationPeriod = (from: number, to: number): 'PT15M' | 'PT1H' | undefined => {
  if (to - from <= 2 * day) return undefined;
  return to - from <= 8 * day ? 'PT15M' : 'PT1H';
};
