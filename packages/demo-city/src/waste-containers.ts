import seed from '../seed/waste-containers.json' with { type: 'json' };
import { DAY_MS, HOUR_MS } from './city-calendar.ts';
import { cityId, dateTime, distinctSlugs } from './ngsi-ld.ts';
import { clamp, rounded, streamOf, uniform } from './noise.ts';
import type { Sensor } from './sensor.ts';

/** How the containers of one kind are named in ids and in the Smart Data Model, and how often they are emptied. */
interface ContainerKind {
  readonly prefix: string;
  readonly storedWasteKind: string;
  /** Days between two emptyings; an assumption, the sources do not tell. */
  readonly emptyingDays: number;
}

const glass: ContainerKind = { prefix: 'glas', storedWasteKind: 'glass', emptyingDays: 7 };

const kinds: Readonly<Record<string, ContainerKind>> = {
  Glascontainer: glass,
  Altkleidercontainer: { prefix: 'altkleider', storedWasteKind: 'other', emptyingDays: 7 },
  'Elektrokleingeräte-Container': { prefix: 'elektro', storedWasteKind: 'electronics', emptyingDays: 14 },
};

const kindOf = (name: string): ContainerKind => kinds[name] ?? glass;

const keys = distinctSlugs(seed.containers.map(({ kind, site }) => `${kindOf(kind).prefix} ${site}`));

/** The city's containers; the key is kind and site. */
export const wasteContainers = seed.containers.map((container, index) => ({
  ...container,
  ...kindOf(container.kind),
  key: keys[index] ?? '',
  name: `${container.kind} ${container.site}`,
  origin: seed,
}));

/** Monday 1970-01-05, 05:00 UTC: rounds start on working days between 5 and 13 o'clock UTC. */
const FIRST_MONDAY_MS = 4 * DAY_MS + 5 * HOUR_MS;
const ROUND_HOURS = 8;
const WORKING_DAYS = 5;

/** Days since 1970, where a day passes between 6 and 21 o'clock UTC: at night nobody throws bottles. */
const daytimeDays = (timeMs: number): number => {
  const day = Math.floor(timeMs / DAY_MS);
  return day + clamp((timeMs - day * DAY_MS - 6 * HOUR_MS) / (15 * HOUR_MS), 0, 1);
};

/** Filling level since the last emptying; each container is emptied at its own time of its own working day. */
const fillingOf = (demoSeed: string, key: string, emptyingDays: number) => {
  const stream = streamOf(demoSeed, `waste/${key}`);
  const day =
    Math.floor(uniform(stream, -1) * WORKING_DAYS) + 7 * Math.floor((uniform(stream, -2) * emptyingDays) / 7);
  const offsetMs = FIRST_MONDAY_MS + day * DAY_MS + uniform(stream, -3) * ROUND_HOURS * HOUR_MS;
  const periodMs = emptyingDays * DAY_MS;
  return (timeMs: number): { readonly level: number; readonly emptiedAtMs: number } => {
    const round = Math.floor((timeMs - offsetMs) / periodMs);
    const emptiedAtMs = offsetMs + round * periodMs;
    const passed = (daytimeDays(timeMs) - daytimeDays(emptiedAtMs)) / emptyingDays;
    // Some rounds come too late: what exceeds 1 stands beside the container.
    const levelAtEnd = 0.4 + 0.75 * uniform(stream, round);
    return { level: clamp(passed * levelAtEnd, 0, 1), emptiedAtMs };
  };
};

/** Containers with filling level 0–1 and the time of the last emptying. */
export const wasteContainerSensors = (demoSeed: string): readonly Sensor[] =>
  wasteContainers.map(({ key, emptyingDays }) => {
    const filling = fillingOf(demoSeed, key, emptyingDays);
    return {
      id: cityId('WasteContainer', key),
      type: 'WasteContainer',
      cadenceMs: 600_000,
      historyStride: 12,
      read: (timeMs) => {
        const { level, emptiedAtMs } = filling(timeMs);
        return {
          fillingLevel: { value: rounded(level, 2) },
          dateLastEmptying: { value: dateTime(emptiedAtMs) },
        };
      },
    };
  });
