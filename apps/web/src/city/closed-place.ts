/** What nobody can have while its place is closed, whatever the sensors count inside. */
const unavailable: ReadonlySet<string> = new Set(['availableSpotNumber', 'occupancy']);

const closedWords: readonly unknown[] = ['closed', 'closedAbnormal'];

/** The value of an attribute as people are told it: `closed` in place of free spaces that cannot be reached. */
export const toldValue = (entity: Readonly<Record<string, unknown>>, attribute: string): unknown => {
  const value = entity[attribute];
  const isClosed = [entity['status']].flat().some((word) => closedWords.includes(word));
  return isClosed && value !== undefined && unavailable.has(attribute) ? 'closed' : value;
};
