import { type DateTimeParser, instantOf } from './date-time-parser.ts';
import type { Mapping } from './mapping.ts';
import { timeZone } from './time-zone.ts';
import { Unfit } from './unfit.ts';

/** The instant of a written time in ms since the epoch, or why there is none. */
export type InstantReader = (text: string, parse: DateTimeParser) => number | Unfit;

/** Years outside of these are typing errors or placeholders. */
const EARLIEST = Date.UTC(1, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

/** Reads times with the mapping's zone for those written without one; `note` hears of ambiguous ones that were decided. */
export const instantReader = (mapping: Mapping, note: (text: string) => void): InstantReader => {
  const { timeZone: zoneName, ambiguousTime = 'refuse' } = mapping;
  const zone = zoneName === undefined ? undefined : timeZone(zoneName);

  const ofLocal = (localMs: number): number | Unfit => {
    if (zone === undefined) return new Unfit('has no time zone, and the mapping names none (timeZone)');
    const instants = zone.instantsOf(localMs);
    const [earlier, later] = instants;
    if (earlier === undefined) {
      return new Unfit(`does not exist in ${String(zoneName)}: the clocks skip this hour`);
    }
    if (later === undefined) return earlier;
    if (ambiguousTime === 'refuse') {
      return new Unfit(
        `is ambiguous in ${String(zoneName)}: the clocks show this hour twice (ambiguousTime)`,
      );
    }
    note(`local time shown twice, taken as the ${ambiguousTime} one`);
    return ambiguousTime === 'earlier' ? earlier : later;
  };

  return (text, parse) => {
    const written = parse(text);
    if (written === undefined) return new Unfit('is not a date and time of the expected form');
    const instant = written.offsetMinutes === undefined ? ofLocal(written.localMs) : instantOf(written);
    if (typeof instant !== 'number') return instant;
    return instant >= EARLIEST && instant < LATEST ? instant : new Unfit('is out of the range of dates');
  };
};
