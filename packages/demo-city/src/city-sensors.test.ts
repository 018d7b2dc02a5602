import { describe, expect, it } from 'vitest';
import carParks from '../seed/car-parks.json' with { type: 'json' };
import { HOUR_MS } from './city-calendar.ts';
import { citySensors } from './city-sensors.ts';
import { reportOf, type Sensor } from './sensor.ts';

const sensors = citySensors('muenster');
const ofType = (type: string): readonly Sensor[] => sensors.filter((sensor) => sensor.type === type);
const named = (key: string): Sensor => {
  const sensor = sensors.find(({ id }) => id.endsWith(`:${key}`));
  if (sensor === undefined) throw new Error(`The demo city has no sensor ${key}.`);
  return sensor;
};

const valueAt = (sensor: Sensor, attribute: string, timeMs: number): number =>
  Number(sensor.read(timeMs)?.[attribute]?.value ?? Number.NaN);

const meanOver = (sensor: Sensor, attribute: string, times: readonly number[]): number => {
  const values = times
    .map((timeMs) => valueAt(sensor, attribute, timeMs))
    .filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

/** The same local hour on each day from a date on, in winter time. */
const onDays = (date: string, localHour: number, days: number, everyDays = 1): readonly number[] =>
  Array.from(
    { length: days },
    (_day, index) => Date.parse(`${date}T00:00+01:00`) + (index * everyDays * 24 + localHour) * HOUR_MS,
  );

const hoursOfTwoWeeks = Array.from(
  { length: 14 * 24 },
  (_hour, index) => Date.UTC(2026, 10, 9) + index * HOUR_MS,
);

describe('sensors of the demo city', () => {
  it('read the same for the same seed and time, in whatever order they are asked', () => {
    const again = citySensors('muenster').toReversed();
    const timeMs = Date.UTC(2026, 10, 24, 7, 13, 21);
    const readings = (list: readonly Sensor[]) =>
      new Map(list.map((sensor) => [sensor.id, sensor.read(timeMs)]));
    expect(readings(again)).toEqual(readings(sensors));
  });

  it('read otherwise for another seed', () => {
    const other = citySensors('osnabrueck').filter(({ type }) => type === 'TrafficFlowObserved');
    const timeMs = Date.UTC(2026, 10, 24, 7);
    const differing = other.filter(
      (sensor, index) =>
        valueAt(sensor, 'intensity', timeMs) !==
        valueAt(ofType('TrafficFlowObserved')[index] ?? sensor, 'intensity', timeMs),
    );
    expect(differing.length).toBeGreaterThan(15);
  });
});

describe('bicycle counters', () => {
  const counters = ofType('TrafficFlowObserved');
  const promenade = named('100031297');
  const warendorfer = named('100034983');

  it('count more at rush hour than at night, and on Mondays than on Sundays', () => {
    const mondays = onDays('2026-11-02', 8, 4, 7);
    const sundays = onDays('2026-11-08', 8, 4, 7);
    const nights = onDays('2026-11-02', 3, 4, 7);
    for (const counter of [promenade, warendorfer]) {
      expect(meanOver(counter, 'intensity', mondays)).toBeGreaterThan(
        10 * meanOver(counter, 'intensity', nights),
      );
      expect(meanOver(counter, 'intensity', mondays)).toBeGreaterThan(
        3 * meanOver(counter, 'intensity', sundays),
      );
    }
  });

  it('treat Christmas on a Friday like a Sunday', () => {
    const christmas = valueAt(promenade, 'intensity', Date.parse('2026-12-25T08:00+01:00'));
    const fridayBefore = valueAt(promenade, 'intensity', Date.parse('2026-12-18T08:00+01:00'));
    expect(christmas).toBeLessThan(fridayBefore / 3);
  });

  it('count whole bicycles, never fewer than none', () => {
    const wrong = counters.flatMap((counter) =>
      hoursOfTwoWeeks
        .map((timeMs) => valueAt(counter, 'intensity', timeMs))
        .filter((count) => !Number.isInteger(count) || count < 0),
    );
    expect(wrong).toEqual([]);
  });

  it('keep to local time when the clocks change', () => {
    const rush = (day: string) => valueAt(promenade, 'intensity', Date.parse(day));
    // 8 o'clock local time is 7:00 UTC on the Monday after the change of autumn, 6:00 UTC the Monday before.
    expect(rush('2026-10-26T07:00Z')).toBeGreaterThan(2 * rush('2026-10-26T05:00Z'));
    expect(rush('2026-10-19T06:00Z')).toBeGreaterThan(2 * rush('2026-10-19T04:00Z'));
  });

  it('tell which quarter of an hour they counted, as an interval', () => {
    const timeMs = Date.parse('2026-11-24T08:03:20Z');
    expect(reportOf(promenade, timeMs)?.['dateObserved']).toMatchObject({
      type: 'Property',
      value: '2026-11-24T07:48:00Z/2026-11-24T08:03:00Z',
    });
  });

  it('count windows that overlap from the same minutes', () => {
    const start = Date.UTC(2026, 10, 24, 7);
    const minutes = Array.from({ length: 60 }, (_minute, index) =>
      valueAt(promenade, 'intensity', start + index * 60_000),
    );
    const largestStep = Math.max(
      ...minutes.slice(1).map((count, index) => Math.abs(count - (minutes[index] ?? 0))),
    );
    // One minute enters and one leaves: about 30 passers-by each, never a jump to another level.
    expect(largestStep).toBeLessThan(60);
  });
});

describe('car parks', () => {
  const parks = ofType('OffStreetParking');

  it('never hold more cars than places', () => {
    const impossible = parks.flatMap((park) =>
      hoursOfTwoWeeks.filter((timeMs) => {
        const occupancy = valueAt(park, 'occupancy', timeMs);
        return occupancy < 0 || occupancy > 1 || valueAt(park, 'availableSpotNumber', timeMs) < 0;
      }),
    );
    expect(impossible).toEqual([]);
  });

  it('are fuller at Saturday noon than at night', () => {
    const arkaden = named('ph-muenster-arkaden');
    expect(meanOver(arkaden, 'occupancy', onDays('2026-11-07', 13, 4, 7))).toBeGreaterThan(0.6);
    expect(meanOver(arkaden, 'occupancy', onDays('2026-11-07', 3, 4, 7))).toBeLessThan(0.15);
  });

  it('close where the real one closes: Hörsterplatz at night', () => {
    const hoersterplatz = named('pp-hoersterplatz');
    const night = hoersterplatz.read(Date.parse('2026-11-24T03:00+01:00'));
    expect(night?.status?.value).toEqual(['closed']);
    expect(hoersterplatz.read(Date.parse('2026-11-24T10:00+01:00'))?.status?.value).not.toEqual(['closed']);
  });

  it('agree in their numbers at any time, closed or open', () => {
    const capacities = new Map(carParks.carParks.map(({ id, capacity }) => [id, capacity]));
    const places = parks.flatMap((park) => {
      const capacity = capacities.get(park.id.split(':').at(-1) ?? '') ?? Number.NaN;
      return hoursOfTwoWeeks.flatMap((timeMs) => {
        const reading = park.read(timeMs);
        if (reading === undefined) return [];
        return [[reading.availableSpotNumber?.value, Number(reading.occupancy?.value), capacity] as const];
      });
    });
    expect(places.length).toBeGreaterThan(5_000);
    for (const [free, occupancy, capacity] of places)
      expect(Math.abs(occupancy - (capacity - Number(free)) / capacity)).toBeLessThan(0.00051);
  });

  it('neither fill nor empty while nobody can enter: Hörsterplatz before it opens', () => {
    const hoersterplatz = named('pp-hoersterplatz');
    const [night, morning] = ['2026-11-24T05:30+01:00', '2026-11-24T08:00+01:00'].map((time) =>
      valueAt(hoersterplatz, 'occupancy', Date.parse(time)),
    );
    expect(Math.abs((night ?? 1) - (morning ?? 0))).toBeLessThan(0.25);
  });

  it('one sensor is silent for an hour of every day', () => {
    const fiveMinutes = Array.from(
      { length: 7 * 288 },
      (_slot, index) => Date.UTC(2026, 10, 9) + index * 300_000,
    );
    const silent = parks
      .map((park) => fiveMinutes.filter((timeMs) => park.read(timeMs) === undefined).length)
      .filter((slots) => slots > 0);
    expect(silent).toEqual([7 * 12]);
  });
});

describe('air stations', () => {
  const [geist, weseler] = [named('DENW095'), named('DENW260')];

  it('report what the real stations measure', () => {
    const timeMs = Date.UTC(2026, 10, 24, 7);
    expect(Object.keys(geist.read(timeMs) ?? {})).toEqual(
      expect.arrayContaining(['pm10', 'o3', 'no2', 'pm25', 'airQualityIndex', 'airQualityLevel']),
    );
    expect(weseler.read(timeMs)).not.toHaveProperty('o3');
  });

  it('have more nitrogen dioxide at rush hour than at night, and more ozone in July than in December', () => {
    expect(meanOver(weseler, 'no2', onDays('2026-11-02', 8, 28))).toBeGreaterThan(
      meanOver(weseler, 'no2', onDays('2026-11-02', 3, 28)),
    );
    expect(meanOver(geist, 'o3', onDays('2026-07-01', 14, 28))).toBeGreaterThan(
      meanOver(geist, 'o3', onDays('2026-12-01', 14, 28)),
    );
  });

  it('see a peak of particles on some days, not on all', () => {
    const days = Array.from({ length: 30 }, (_day, day) =>
      Math.max(
        ...[geist, weseler].flatMap((station) =>
          Array.from({ length: 24 }, (_hour, hour) =>
            valueAt(station, 'pm10', Date.UTC(2026, 10, 1 + day, hour)),
          ),
        ),
      ),
    );
    const peaks = days.filter((highest) => highest > 50).length;
    expect(peaks).toBeGreaterThan(6);
    expect(peaks).toBeLessThan(25);
  });
});

describe('containers and charging stations', () => {
  it('containers fill until they are emptied', () => {
    const wrong = ofType('WasteContainer').filter((container) => {
      const levels = hoursOfTwoWeeks.map((timeMs) => container.read(timeMs));
      return levels.some((reading, index) => {
        const before = levels[index - 1];
        const [level, previous] = [Number(reading?.fillingLevel?.value), Number(before?.fillingLevel?.value)];
        const wasEmptied =
          JSON.stringify(reading?.dateLastEmptying) !== JSON.stringify(before?.dateLastEmptying);
        return level < 0 || level > 1 || (before !== undefined && !wasEmptied && level < previous);
      });
    });
    expect(wrong).toEqual([]);
  });

  it('some containers are nearly full, most are not', () => {
    const full = ofType('WasteContainer').filter(
      (container) => valueAt(container, 'fillingLevel', Date.UTC(2026, 10, 24, 9)) > 0.9,
    );
    expect(full.length).toBeGreaterThan(3);
    expect(full.length).toBeLessThan(80);
  });

  it('free points stay between none and all of a station', () => {
    const values = ofType('EVChargingStation').map((station) =>
      valueAt(station, 'availableCapacity', Date.UTC(2026, 10, 24, 17)),
    );
    expect(values.every((free) => Number.isInteger(free) && free >= 0 && free <= 4)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(2);
  });
});
