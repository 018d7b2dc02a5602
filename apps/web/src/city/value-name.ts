import type { Language } from '@allmende/design-system';

/** Values that data models fix in English. */
const names: Readonly<Record<string, readonly [de: string, en: string]>> = {
  bicycle: ['Fahrrad', 'bicycle'],
  car: ['Auto', 'car'],
  closed: ['geschlossen', 'closed'],
  electronics: ['Elektrogeräte', 'electronics'],
  fair: ['mittel', 'fair'],
  full: ['belegt', 'full'],
  glass: ['Glas', 'glass'],
  good: ['gut', 'good'],
  moderate: ['mäßig', 'moderate'],
  open: ['geöffnet', 'open'],
  other: ['anderes', 'other'],
  outOfService: ['außer Betrieb', 'out of service'],
  paper: ['Papier', 'paper'],
  parkingGarage: ['Parkhaus', 'parking garage'],
  parkingLot: ['Parkplatz', 'parking lot'],
  poor: ['schlecht', 'poor'],
  public: ['öffentlich', 'public'],
  'very good': ['sehr gut', 'very good'],
  'very poor': ['sehr schlecht', 'very poor'],
  working: ['in Betrieb', 'working'],
};

/** What people call a value fixed by a data model; any other text stays as it is. */
export const valueName = (value: string, language: Language): string =>
  (Object.hasOwn(names, value) ? names[value]?.[language === 'de' ? 0 : 1] : undefined) ?? value;
