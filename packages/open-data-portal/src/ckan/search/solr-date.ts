/** Solr's date maths: `NOW-7DAYS`, `NOW/DAY`, `2026-01-01T00:00:00Z+1MONTH`. */

const units = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;
type Unit = (typeof units)[number];

const unitOf = (name: string): Unit | undefined =>
  units.find((unit) => name === unit || name === `${unit}S` || (unit === 'DAY' && name === 'DATE'));

const millisecondsOf: Readonly<Record<Exclude<Unit, 'YEAR' | 'MONTH'>, number>> = {
  DAY: 86_400_000,
  HOUR: 3_600_000,
  MINUTE: 60_000,
  SECOND: 1000,
};

const add = (ms: number, amount: number, unit: Unit): number => {
  if (unit !== 'YEAR' && unit !== 'MONTH') return ms + amount * millisecondsOf[unit];
  const date = new Date(ms);
  if (unit === 'YEAR') date.setUTCFullYear(date.getUTCFullYear() + amount);
  else date.setUTCMonth(date.getUTCMonth() + amount);
  return date.getTime();
};

const floor = (ms: number, unit: Unit): number => {
  const date = new Date(ms);
  if (unit === 'YEAR') return Date.UTC(date.getUTCFullYear(), 0, 1);
  if (unit === 'MONTH') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  return ms - (((ms % millisecondsOf[unit]) + millisecondsOf[unit]) % millisecondsOf[unit]);
};

const step = /([+-])(\d{1,6})([A-Z]+)|\/([A-Z]+)/uy;

/** Milliseconds since the epoch, or undefined where the text tells no time. */
export const solrTime = (text: string, nowMs: number): number | undefined => {
  const start = /^(?:NOW|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?)/u.exec(text)?.[0];
  if (start === undefined) return undefined;
  let ms = start === 'NOW' ? nowMs : timeOf(start);
  let at = start.length;
  while (at < text.length && !Number.isNaN(ms)) {
    step.lastIndex = at;
    const [found, sign, amount, added, rounded] = step.exec(text) ?? [];
    const unit = unitOf(added ?? rounded ?? '');
    if (found === undefined || unit === undefined) return undefined;
    ms = rounded === undefined ? add(ms, Number(`${sign ?? '+'}${amount ?? '0'}`), unit) : floor(ms, unit);
    at += found.length;
  }
  return Number.isNaN(ms) ? undefined : ms;
};

/** Times without a zone are UTC, as everywhere in CKAN. */
const timeOf = (text: string): number =>
  Date.parse(text.includes('T') && !text.endsWith('Z') ? `${text}Z` : text);
