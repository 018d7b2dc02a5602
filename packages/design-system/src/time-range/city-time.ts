/** The zone in which times are read and typed, wherever the browser is. */
export const cityTimeZone = 'Europe/Berlin';

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: cityTimeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The city's wall clock at an instant, as if it were UTC (milliseconds). */
export const wallClock = (time: number): number => {
  const parts = new Map(clock.formatToParts(time).map(({ type, value }) => [type, value]));
  const text = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return Date.parse(
    `${text('year')}-${text('month')}-${text('day')}T${text('hour')}:${text('minute')}:${text('second')}Z`,
  );
};

/** The instant at which the city's wall clock shows a time; of the two in autumn's double hour the earlier one. */
export const fromWallClock = (wall: number): number => {
  const first = wall - (wallClock(wall) - wall);
  const second = wall - (wallClock(first) - first);
  return wallClock(first) === wall ? Math.min(first, wallClock(second) === wall ? second : first) : second;
};
