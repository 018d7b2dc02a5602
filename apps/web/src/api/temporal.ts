import type { TimePoint } from '@allmende/design-system';

/** Points of each asked attribute; none where it has no history. */
export type History = Readonly<Record<string, readonly TimePoint[]>>;

/** Reads temporalValues (`values: [[value, time]]`) and aggregatedValues (`avg: [[value, from, to]]`), §4.5.9 and §4.5.19. */
export const parseTemporal = (body: unknown, attributes: readonly string[]): History => {
  const entity = asRecord(body);
  return Object.fromEntries(attributes.map((name) => [name, pointsOf(entity[name])]));
};

const pointsOf = (attribute: unknown): readonly TimePoint[] => {
  const instances = Array.isArray(attribute) ? attribute : [attribute];
  return instances
    .flatMap((instance) =>
      Object.values(asRecord(instance)).flatMap((list) => (Array.isArray(list) ? list : [])),
    )
    .flatMap(toPoint)
    .sort((a, b) => a.time - b.time);
};

const toPoint = (pair: unknown): readonly TimePoint[] => {
  if (!Array.isArray(pair)) return [];
  const [value, instant] = pair as readonly unknown[];
  const time = typeof instant === 'string' ? Date.parse(instant) : Number.NaN;
  return Number.isNaN(time) ? [] : [{ time, value: typeof value === 'number' ? value : null }];
};

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
