/** Units people give durations in. */
export const durationUnits = ['seconds', 'minutes', 'hours', 'days'] as const;
export type DurationUnit = (typeof durationUnits)[number];

export interface Duration {
  readonly amount: number;
  readonly unit: DurationUnit;
}

const seconds: Readonly<Record<DurationUnit, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};

export const toSeconds = ({ amount, unit }: Duration): number => amount * seconds[unit];

/** In the largest unit that needs no fraction; none is given in minutes. */
export const fromSeconds = (total: number): Duration => {
  if (total === 0) return { amount: 0, unit: 'minutes' };
  const unit = durationUnits.findLast((one) => total % seconds[one] === 0) ?? 'seconds';
  return { amount: total / seconds[unit], unit };
};
