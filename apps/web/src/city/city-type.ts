import type { Language } from '@allmende/design-system';

/** How the pages name and draw an entity type. */
export interface CityType {
  readonly type: string;
  readonly names: Readonly<Record<Language, string>>;
  /** Marker colour; tells types apart on light and dark ground. */
  readonly color: string;
  readonly radius: number;
  /** Attributes worth showing first. */
  readonly headline: readonly string[];
}

export const districtType = 'District';

const known: readonly CityType[] = [
  city('TrafficFlowObserved', 'Radzählstellen', 'Bicycle counters', '#2a6fdb', 7, [
    'intensity',
    'vehicleCount',
  ]),
  city('OffStreetParking', 'Parkhäuser', 'Car parks', '#7b4fd0', 7, ['availableSpotNumber', 'occupancy']),
  city('AirQualityObserved', 'Luftqualität', 'Air quality', '#0d8a72', 7, ['no2', 'NO2', 'pm25', 'pm10']),
  city('WeatherObserved', 'Wetter', 'Weather', '#d9480f', 7, ['temperature', 'relativeHumidity']),
  city('WasteContainer', 'Abfallbehälter', 'Waste containers', '#8a6d1a', 5, ['fillingLevel']),
  city('EVChargingStation', 'Ladestationen', 'Charging stations', '#3c9a1f', 5, [
    'availableCapacity',
    'status',
  ]),
  city('PublicTransportStop', 'Haltestellen', 'Public transport stops', '#c2255c', 3, ['stopCode']),
  city('School', 'Schulen', 'Schools', '#1098ad', 4, ['schoolType']),
  city(districtType, 'Stadtteile', 'Districts', '#6b7280', 4, ['population']),
];

function city(
  ...[type, de, en, color, radius, headline]: readonly [
    string,
    string,
    string,
    string,
    number,
    readonly string[],
  ]
): CityType {
  return { type, names: { de, en }, color, radius, headline };
}

/** A known type, or a neutral description of any other. */
export const cityType = (type: string): CityType =>
  known.find((one) => one.type === type) ?? {
    type,
    names: { de: type, en: type },
    color: '#5c677d',
    radius: 5,
    headline: [],
  };

/** Known types in their usual order first, others after them. */
export const orderTypes = (types: readonly string[]): readonly string[] => {
  const rank = (type: string): number => {
    const index = known.findIndex((one) => one.type === type);
    return index === -1 ? known.length : index;
  };
  return [...types].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
};
