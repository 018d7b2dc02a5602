import type { Language } from '@allmende/design-system';

const names: Readonly<Record<string, readonly [de: string, en: string]>> = {
  address: ['Adresse', 'Address'],
  airQualityIndex: ['Luftqualitätsindex', 'Air quality index'],
  atmosphericPressure: ['Luftdruck', 'Air pressure'],
  availableCapacity: ['Freie Ladepunkte', 'Free charging points'],
  availableSpotNumber: ['Freie Stellplätze', 'Free parking spaces'],
  capacity: ['Ladepunkte', 'Charging points'],
  category: ['Art', 'Category'],
  description: ['Beschreibung', 'Description'],
  fillingLevel: ['Füllstand', 'Filling level'],
  intensity: ['Zählwert', 'Count'],
  location: ['Ort', 'Location'],
  name: ['Name', 'Name'],
  no2: ['Stickstoffdioxid (NO₂)', 'Nitrogen dioxide (NO₂)'],
  NO2: ['Stickstoffdioxid (NO₂)', 'Nitrogen dioxide (NO₂)'],
  o3: ['Ozon (O₃)', 'Ozone (O₃)'],
  O3: ['Ozon (O₃)', 'Ozone (O₃)'],
  occupancy: ['Auslastung', 'Occupancy'],
  operator: ['Betreiber', 'Operator'],
  pm10: ['Feinstaub PM10', 'Particulates PM10'],
  pm25: ['Feinstaub PM2,5', 'Particulates PM2.5'],
  population: ['Einwohner', 'Inhabitants'],
  precipitation: ['Niederschlag', 'Precipitation'],
  refDistrict: ['Stadtteil', 'District'],
  relativeHumidity: ['Luftfeuchte', 'Humidity'],
  status: ['Zustand', 'Status'],
  stopCode: ['Haltestellennummer', 'Stop code'],
  temperature: ['Temperatur', 'Temperature'],
  totalSpotNumber: ['Stellplätze', 'Parking spaces'],
  windDirection: ['Windrichtung', 'Wind direction'],
  windSpeed: ['Windgeschwindigkeit', 'Wind speed'],
};

/** What people call an attribute; its own name when it has no other. */
export const attributeName = (attribute: string, language: Language): string =>
  names[attribute]?.[language === 'de' ? 0 : 1] ?? attribute;
