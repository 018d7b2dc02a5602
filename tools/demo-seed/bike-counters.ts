import { weekdayOf } from '../../packages/demo-city/src/public-holidays.ts';
import {
  type Point,
  cityAttribution,
  cityLicence,
  localParts,
  position,
  readFeatures,
  readRows,
  round,
} from './source-files.ts';
import { averages, standardDeviation } from './weekly-profile.ts';

interface SiteProperties {
  readonly site_id: string;
  readonly name: string;
  readonly coordinate_is_approximate: boolean;
}

/** One hour of one site: the sum of its quarter hours. */
interface SiteHour {
  readonly siteId: string;
  readonly epochDay: number;
  readonly month: number;
  readonly hour: number;
  count: number;
  quarters: number;
}

/** Delivers hourly values, one row an hour (data README). */
const HOURLY_SITE = '300037932';

/** Hours with all their quarters; the source's nightly gaps at each month's end fall out. */
const completeHours = (folder: string): readonly SiteHour[] => {
  const hours = new Map<string, SiteHour>();
  for (const row of readRows(folder, 'bike-counters/counts-15min.csv.gz', ',')) {
    const [siteId = '', channelId = '', timestamp = '', count = ''] = row;
    if (siteId !== channelId) continue;
    const key = siteId + timestamp.slice(0, 13) + timestamp.slice(16);
    const known = hours.get(key);
    if (known === undefined)
      hours.set(key, { siteId, ...localParts(timestamp), count: Number(count), quarters: 1 });
    else {
      known.count += Number(count);
      known.quarters += 1;
    }
  }
  return [...hours.values()].filter(({ siteId, quarters }) => quarters === 4 || siteId === HOURLY_SITE);
};

/** Level of each month relative to the year, over sites that count all year round and over equal weekdays. */
const monthLevels = (hours: readonly SiteHour[]): readonly number[] => {
  const monthsOfSite = new Map<string, Set<number>>();
  for (const { siteId, month } of hours)
    monthsOfSite.set(siteId, (monthsOfSite.get(siteId) ?? new Set()).add(month));
  const levels = averages(12, 7);
  for (const { siteId, epochDay, month, count } of hours)
    if (monthsOfSite.get(siteId)?.size === 12) levels.add(month, weekdayOf(epochDay), count);
  const perMonth = levels.table(6, () => 0).map((week) => week.reduce((sum, level) => sum + level, 0));
  const year = perMonth.reduce((sum, level) => sum + level, 0) / 12;
  return perMonth.map((level) => round(level / year, 3));
};

/** How much whole days stray from the profile: standard deviation of ln(day ÷ expected), holidays apart. */
const daySpread = (hours: readonly SiteHour[], expected: (hour: SiteHour) => number): number => {
  const days = new Map<number, { seen: number; expected: number }>();
  for (const hour of hours) {
    const day = days.get(hour.epochDay) ?? { seen: 0, expected: 0 };
    days.set(hour.epochDay, { seen: day.seen + hour.count, expected: day.expected + expected(hour) });
  }
  const ratios = [...days.values()].filter((day) => day.seen > 0 && day.expected > 0);
  return round(standardDeviation(ratios.map((day) => Math.log(day.seen / day.expected))), 3);
};

/** Sites, hourly profiles (vehicles per hour, Monday first) at an average month, and monthly levels. */
export const bikeCounters = (folder: string): object => {
  const hours = completeHours(folder);
  const monthLevel = monthLevels(hours);
  const levelOf = (month: number): number => monthLevel[month] ?? 1;
  const sites = readFeatures<Point, SiteProperties>(folder, 'bike-counters/sites.geojson').map(
    ({ geometry, properties }) => {
      const own = hours.filter(({ siteId }) => siteId === properties.site_id);
      const profile = averages(7, 24);
      for (const { epochDay, month, hour, count } of own)
        profile.add(weekdayOf(epochDay), hour, count / levelOf(month));
      return {
        id: properties.site_id,
        name: properties.name,
        ...position(geometry.coordinates),
        isApproximate: properties.coordinate_is_approximate,
        spread: daySpread(
          own,
          ({ epochDay, month, hour }) => (profile.mean(weekdayOf(epochDay), hour) ?? 0) * levelOf(month),
        ),
        profile: profile.table(1, () => 0),
      };
    },
  );
  return {
    source: 'https://github.com/od-ms/radverkehr-zaehlstellen',
    licence: cityLicence,
    attribution: `${cityAttribution}. Koordinaten: © OpenStreetMap-Mitwirkende (ODbL), über flo-fox/muenster-bike-traffic-forecast`,
    madeFrom:
      'bike-counters/sites.geojson and counts-15min.csv.gz, 2025-09-01 … 2026-08-21; public holidays count as Sundays',
    monthLevel,
    sites,
  };
};
