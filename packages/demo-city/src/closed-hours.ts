const HOURS_PER_DAY = 24;

/**
 * A profile of 7 weekdays × 24 hours with its closed hours bridged: nobody measures then, so the value goes straight
 * from the last open hour to the next one, around the end of the week too. Without an open hour it stays as it is.
 */
export const bridgeClosedHours = (
  profile: readonly (readonly number[])[],
  closedHours: readonly (readonly number[])[],
): readonly (readonly number[])[] => {
  const week = profile.flat();
  const isOpen = (slot: number): boolean =>
    !(closedHours[Math.floor(slot / HOURS_PER_DAY)]?.includes(slot % HOURS_PER_DAY) ?? false);
  if (!week.some((_value, slot) => isOpen(slot))) return profile;
  const around = (slot: number): number => (slot + week.length) % week.length;
  /** Hours from a slot to the nearest open one. */
  const hoursToOpen = (slot: number, step: 1 | -1): number => {
    let hours = 0;
    while (!isOpen(around(slot + step * hours))) hours += 1;
    return hours;
  };
  return profile.map((values, weekday) =>
    values.map((value, hour) => {
      const slot = weekday * HOURS_PER_DAY + hour;
      if (isOpen(slot)) return value;
      const [back, ahead] = [hoursToOpen(slot, -1), hoursToOpen(slot, 1)];
      const [before, after] = [week[around(slot - back)] ?? value, week[around(slot + ahead)] ?? value];
      return before + ((after - before) * back) / (back + ahead);
    }),
  );
};
