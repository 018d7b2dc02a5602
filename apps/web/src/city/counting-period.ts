import type { Language } from '@allmende/design-system';
import { attributeName } from './attribute-name.ts';

/** Numbers that mean little without the period they were counted in. */
const counts: ReadonlySet<string> = new Set(['intensity', 'vehicleCount']);

const minuteMs = 60_000;
const minutesPerHour = 60;

/** The plain time of a property, also of a typed one. */
const timeOf = (value: unknown): number => {
  const plain = typeof value === 'object' && value !== null && '@value' in value ? value['@value'] : value;
  return typeof plain === 'string' ? Date.parse(plain) : Number.NaN;
};

/** Both ends of an ISO 8601 interval in milliseconds; undefined for anything else. */
export const readInterval = (text: unknown): readonly [from: number, to: number] | undefined => {
  if (typeof text !== 'string') return undefined;
  const [from = '', to = '', ...more] = text.split('/');
  const ends = [Date.parse(from), Date.parse(to)] as const;
  return more.length === 0 && ends[0] < ends[1] ? ends : undefined;
};

/** How many minutes an observation covers (`dateObserved`, or `dateObservedFrom` and `…To`); undefined when untold. */
export const countingMinutes = (entity: Readonly<Record<string, unknown>>): number | undefined => {
  const [from, to] = readInterval(entity['dateObserved']) ?? [
    timeOf(entity['dateObservedFrom']),
    timeOf(entity['dateObservedTo']),
  ];
  return to > from ? Math.round((to - from) / minuteMs) : undefined;
};

const perMinutes = (minutes: number, language: Language): string => {
  if (minutes === minutesPerHour) return language === 'de' ? 'je Stunde' : 'per hour';
  return language === 'de' ? `je ${String(minutes)} Minuten` : `per ${String(minutes)} minutes`;
};

/** What people call an attribute of an entity; a count says over which period it goes, where the entity tells it. */
export const measuredName = (
  attribute: string,
  language: Language,
  entity: Readonly<Record<string, unknown>> | undefined,
): string => {
  const name = attributeName(attribute, language);
  const minutes = entity === undefined || !counts.has(attribute) ? undefined : countingMinutes(entity);
  return minutes === undefined ? name : `${name} ${perMinutes(minutes, language)}`;
};
