import airQuality from '../seed/air-quality.json' with { type: 'json' };
import bikeCounters from '../seed/bike-counters.json' with { type: 'json' };
import carParks from '../seed/car-parks.json' with { type: 'json' };
import districts from '../seed/districts.json' with { type: 'json' };
import schools from '../seed/schools.json' with { type: 'json' };
import stops from '../seed/stops.json' with { type: 'json' };
import { chargingStations } from './charging-stations.ts';
import { findDistrict } from './find-district.ts';
import {
  type NgsiLdAttributes,
  type NgsiLdEntity,
  cityId,
  pointAt,
  property,
  relationship,
} from './ngsi-ld.ts';
import { wasteContainers } from './waste-containers.ts';
import { weatherStation } from './weather-station.ts';

interface Provenance {
  /** Missing where the facts are invented. */
  readonly source?: string;
  readonly licence: string;
  readonly attribution: string;
}

interface Place {
  readonly key: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

const simulated = 'Standort echt, Messwerte simuliert nach gemessenen Profilen.';

const provenance = ({ source, licence, attribution }: Provenance): NgsiLdAttributes => ({
  ...(source === undefined ? {} : { source: property(source) }),
  license: property(licence),
  dataProvider: property(attribution),
});

const place = (
  type: string,
  { key, name, lon, lat }: Place,
  origin: Provenance,
  attributes: NgsiLdAttributes,
): NgsiLdEntity => {
  const district = findDistrict(lon, lat);
  return {
    id: cityId(type, key),
    type,
    name: property(name),
    location: pointAt(lon, lat),
    ...(district === undefined ? {} : { refDistrict: relationship(cityId('District', district)) }),
    ...attributes,
    ...provenance(origin),
  };
};

const bikeCounterEntities = (): readonly NgsiLdEntity[] =>
  bikeCounters.sites.map((site) =>
    place('TrafficFlowObserved', { ...site, key: site.id }, bikeCounters, {
      vehicleType: property('bicycle'),
      description: property(site.isApproximate ? `${simulated} Lage ungefähr.` : simulated),
    }),
  );

const parkCategory = (kind: string): readonly string[] => [
  'public',
  kind === 'Parkhaus' ? 'parkingGarage' : 'parkingLot',
];

const carParkEntities = (): readonly NgsiLdEntity[] =>
  carParks.carParks.map((park) =>
    place('OffStreetParking', { ...park, key: park.id }, carParks, {
      category: property(parkCategory(park.kind)),
      totalSpotNumber: property(park.capacity),
      description: property(simulated),
    }),
  );

const airStationEntities = (): readonly NgsiLdEntity[] =>
  airQuality.stations.map((station) =>
    place('AirQualityObserved', { ...station, key: station.id }, airQuality, {
      description: property(`Messstation ${station.setting}. ${simulated}`),
    }),
  );

const weatherStationEntity = (): NgsiLdEntity =>
  place('WeatherObserved', weatherStation, weatherStation, {
    description: property('Standort und Messwerte erfunden: einfaches Wettermodell der Demo.'),
  });

const wasteContainerEntities = (): readonly NgsiLdEntity[] =>
  wasteContainers.map((container) =>
    place('WasteContainer', container, container.origin, {
      storedWasteKind: property(container.storedWasteKind),
      description: property(`${container.kind}. Standort echt, Füllstand simuliert.`),
    }),
  );

const chargingStationEntities = (): readonly NgsiLdEntity[] =>
  chargingStations.map((station) =>
    place('EVChargingStation', station, station.origin, {
      operator: property(station.operator),
      capacity: property(station.capacity),
      socketType: property(station.socketType),
      allowedVehicleType: property(['car']),
      description: property(
        `${station.isFast ? 'Schnellladeeinrichtung' : 'Normalladeeinrichtung'}, ${String(station.power)} kW. Standort echt, Belegung simuliert.`,
      ),
    }),
  );

const schoolEntities = (): readonly NgsiLdEntity[] =>
  schools.schools.map((school) =>
    place('School', { ...school, key: school.id }, schools, { schoolType: property(school.schoolType) }),
  );

const stopEntities = (): readonly NgsiLdEntity[] =>
  stops.stops.map((stop) =>
    place('PublicTransportStop', { ...stop, key: stop.id }, stops, {
      stopCode: property(stop.id),
      ...(stop.note === '' ? {} : { description: property(stop.note) }),
    }),
  );

const districtEntities = (): readonly NgsiLdEntity[] =>
  districts.districts.map(({ id, name, borough, area, ring }) => ({
    id: cityId('District', id),
    type: 'District',
    name: property(name),
    location: { type: 'GeoProperty', value: { type: 'Polygon', coordinates: [ring] } },
    districtNumber: property(id),
    borough: property(borough),
    area: { ...property(area), unitCode: 'KMK' },
    ...provenance(districts),
  }));

/**
 * The city's places as NGSI-LD entities (normalized, short names): districts, stops, schools, containers, charging
 * stations and measuring points, without measured values. The facts are real but for the weather station; each
 * entity names its source, licence and attribution. About 1,000 entities, the same on every call.
 */
export const cityEntities = (): readonly NgsiLdEntity[] => [
  ...districtEntities(),
  ...bikeCounterEntities(),
  ...carParkEntities(),
  ...airStationEntities(),
  weatherStationEntity(),
  ...wasteContainerEntities(),
  ...chargingStationEntities(),
  ...schoolEntities(),
  ...stopEntities(),
];
