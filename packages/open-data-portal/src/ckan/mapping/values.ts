import { anyText } from '../../catalogue/any-text.ts';
import type { LanguageMap } from '../../catalogue/dataset.ts';

const first = 'de';

const languageOf = (map: LanguageMap | undefined): string =>
  map === undefined || map[first] !== undefined ? first : (Object.keys(map)[0] ?? first);

/** CKAN has one language; the German text stands for all. */
export const showText = (map: LanguageMap | undefined): string | undefined => anyText(map);

/** The map with the text that CKAN shows replaced; undefined when nothing is left. */
export const setText = (map: LanguageMap | undefined, text: string | undefined): LanguageMap | undefined => {
  const language = languageOf(map);
  if (text !== undefined) return { ...map, [language]: text };
  const rest = Object.entries(map ?? {}).filter(([name]) => name !== language);
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
};

const iri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/u;

export const isIri = (text: string): boolean => iri.test(text);

const dateOnly = /^\d{4}(?:-\d\d(?:-\d\d)?)?$/u;
const dateTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?$/u;

/** A date as the model has it; times without a zone are UTC, as in CKAN. Undefined where it is none. */
export const readDate = (text: string): string | undefined => {
  if (dateOnly.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : text;
  const [, day, time, zone] = dateTime.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const whole = `${day}T${time.length === 5 ? `${time}:00` : time}${zone ?? 'Z'}`;
  return Number.isNaN(Date.parse(whole)) ? undefined : whole;
};

/** A moment as CKAN writes it: UTC without a zone, with microseconds. */
export const ckanTime = (moment: string): string => {
  const ms = Date.parse(moment);
  return Number.isNaN(ms) ? moment : new Date(ms).toISOString().replace('Z', '000');
};
