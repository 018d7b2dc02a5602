import { cityId, dateTime } from './ngsi-ld.ts';
import { rounded } from './noise.ts';
import type { Sensor } from './sensor.ts';
import type { WeatherModel } from './weather.ts';

/** The one place of the demo city that is invented: the sources have no weather series of Münster. */
export const weatherStation = {
  key: 'demo',
  name: 'Wetterstation Münster (Demo)',
  lon: 7.61318,
  lat: 51.96362,
  licence: 'https://creativecommons.org/publicdomain/zero/1.0/',
  attribution: 'Allmende: erfundene Demodaten, CC0 1.0',
};

/** The weather station; units are UN/CEFACT codes. */
export const weatherStationSensor = (weatherAt: WeatherModel): Sensor => ({
  id: cityId('WeatherObserved', weatherStation.key),
  type: 'WeatherObserved',
  cadenceMs: 60_000,
  historyStride: 1,
  dateObserved: dateTime,
  read: (timeMs) => {
    const weather = weatherAt(timeMs);
    return {
      temperature: { value: rounded(weather.temperature, 1), unitCode: 'CEL' },
      relativeHumidity: { value: rounded(weather.relativeHumidity, 2) },
      windSpeed: { value: rounded(weather.windSpeed, 1), unitCode: 'MTS' },
      windDirection: { value: Math.round(weather.windDirection) % 360, unitCode: 'DD' },
      precipitation: { value: rounded(weather.precipitation, 1), unitCode: 'MMT' },
      atmosphericPressure: { value: rounded(weather.atmosphericPressure, 1), unitCode: 'A97' },
    };
  },
});
