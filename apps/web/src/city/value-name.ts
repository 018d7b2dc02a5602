import type { Language } from '@allmende/design-system';

/** Values that data models fix in English. */
const names: Readonly<Record<string, readonly [de: string, en: string]>> = {
  almostFull: ['fast belegt', 'almost full'],
  bicycle: ['Fahrrad', 'bicycle'],
  car: ['Auto', 'car'],
  closed: ['geschlossen', 'closed'],
  closedAbnormal: ['außerplanmäßig geschlossen', 'closed out of schedule'],
  electronics: ['Elektrogeräte', 'electronics'],
  fair: ['mittel', 'fair'],
  full: ['belegt', 'full'],
  fullAtEntrance: ['an der Einfahrt belegt', 'full at the entrance'],
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
  spacesAvailable: ['Plätze frei', 'spaces available'],
  'very good': ['sehr gut', 'very good'],
  'very poor': ['sehr schlecht', 'very poor'],
  working: ['in Betrieb', 'working'],
};

/** What people call a value fixed by a data model; any other text stays as it is. */
export const valueName = (value: string, language: Language): string =>
  (Object.hasOwn(names, value) ? names[value]?.[language === 'de' ? 0 : 1] : undefined) ?? value;
