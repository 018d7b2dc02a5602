import airQuality from '../seed/air-quality.json' with { type: 'json' };
import carParks from '../seed/car-parks.json' with { type: 'json' };
import { airStationSensors } from './air-stations.ts';
import { bikeCounterSensors } from './bike-counters.ts';
import { carParkSensors } from './car-parks.ts';
import { chargingStationSensors } from './charging-stations.ts';
import { createCityCalendar } from './city-calendar.ts';
import { createIncidents } from './incidents.ts';
import type { Sensor } from './sensor.ts';
import { wasteContainerSensors } from './waste-containers.ts';
import { weatherStationSensor } from './weather-station.ts';
import { createWeatherModel } from './weather.ts';

/** All sensors of the demo city under a seed. */
export const citySensors = (demoSeed: string): readonly Sensor[] => {
  const calendar = createCityCalendar();
  const weatherAt = createWeatherModel(demoSeed);
  const incidents = createIncidents(
    demoSeed,
    carParks.carParks.map(({ id }) => id),
    airQuality.stations.map(({ id }) => id),
  );
  return [
    ...bikeCounterSensors(demoSeed, calendar, weatherAt),
    ...carParkSensors(demoSeed, calendar, incidents),
    ...airStationSensors(demoSeed, calendar, weatherAt, incidents),
    weatherStationSensor(weatherAt),
    ...wasteContainerSensors(demoSeed),
    ...chargingStationSensors(demoSeed, calendar),
  ];
};
