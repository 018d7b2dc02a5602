import districts from '../seed/districts.json' with { type: 'json' };
import { rounded, streamOf, uniform } from './noise.ts';

/** A table of the demo city. The numbers are invented; only the names of districts are real. */
export interface CityTable {
  /** Name of its file without ending. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

interface Measure {
  readonly column: string;
  readonly from: number;
  readonly to: number;
  readonly decimals?: number;
}

interface Plan {
  readonly name: string;
  /** The columns that name a row, and their values. */
  readonly keys: readonly string[];
  readonly over: readonly (readonly (string | number)[])[];
  readonly measures: readonly Measure[];
}

const measure = (column: string, from: number, to: number, decimals = 0): Measure => ({
  column,
  from,
  to,
  decimals,
});

const years = [2021, 2022, 2023, 2024, 2025];
const months = Array.from({ length: 24 }, (_, index) => {
  const month = String((index % 12) + 1).padStart(2, '0');
  return `${String(2024 + Math.floor(index / 12))}-${month}`;
});

const byDistrict = districts.districts.map(({ id, name }) => [id, name]);
const byYear = years.map((year) => [year]);
const byMonth = months.map((month) => [month]);
const of = (values: readonly string[]): readonly (readonly string[])[] => values.map((value) => [value]);
const yearsOf = (values: readonly string[]): readonly (readonly (string | number)[])[] =>
  years.flatMap((year) => values.map((value) => [year, value]));
const district = ['nummer', 'stadtteil'];

const plans: readonly Plan[] = [
  {
    name: 'einwohner',
    keys: district,
    over: byDistrict,
    measures: [
      measure('einwohner', 900, 14_000),
      measure('unter_18', 120, 2400),
      measure('ueber_65', 150, 2600),
    ],
  },
  {
    name: 'haushalte',
    keys: district,
    over: byDistrict,
    measures: [measure('haushalte', 500, 8000), measure('personen_je_haushalt', 1.3, 2.6, 2)],
  },
  {
    name: 'ratswahl',
    keys: district,
    over: byDistrict,
    measures: [
      measure('wahlberechtigte', 700, 11_000),
      measure('beteiligung_prozent', 48, 74, 1),
      measure('ungueltig_prozent', 0.3, 1.4, 1),
    ],
  },
  {
    name: 'baeume',
    keys: district,
    over: byDistrict,
    measures: [measure('linden', 40, 900), measure('eichen', 30, 700), measure('platanen', 5, 260)],
  },
  {
    name: 'spielplaetze',
    keys: district,
    over: byDistrict,
    measures: [measure('spielplaetze', 1, 14), measure('flaeche_m2', 400, 21_000)],
  },
  {
    name: 'hitze',
    keys: district,
    over: byDistrict,
    measures: [measure('heisse_tage', 6, 19), measure('versiegelt_prozent', 18, 82, 1)],
  },
  {
    name: 'haushaltsplan',
    keys: ['jahr', 'produktbereich'],
    over: yearsOf([
      'Innere Verwaltung',
      'Sicherheit',
      'Schule',
      'Kultur',
      'Soziales',
      'Jugend',
      'Sport',
      'Verkehr',
      'Umwelt',
    ]),
    measures: [
      measure('ertraege_euro', 900_000, 60_000_000),
      measure('aufwendungen_euro', 2_000_000, 190_000_000),
    ],
  },
  {
    name: 'abfallmengen',
    keys: ['jahr', 'abfallart'],
    over: yearsOf(['Restabfall', 'Bioabfall', 'Papier', 'Glas', 'Sperrgut', 'Elektrogeräte']),
    measures: [measure('tonnen', 1200, 42_000)],
  },
  {
    name: 'treibhausgase',
    keys: ['jahr', 'sektor'],
    over: yearsOf(['Haushalte', 'Gewerbe', 'Industrie', 'Verkehr']),
    measures: [measure('tonnen_co2', 120_000, 640_000)],
  },
  {
    name: 'gebaeude-energie',
    keys: ['jahr', 'gebaeude'],
    over: yearsOf(['Rathaus', 'Stadtbücherei', 'Stadtbad', 'Feuerwache', 'Berufskolleg']),
    measures: [measure('strom_kwh', 90_000, 1_400_000), measure('waerme_kwh', 210_000, 3_900_000)],
  },
  {
    name: 'ausleihen',
    keys: ['monat'],
    over: byMonth,
    measures: [measure('buecher', 42_000, 78_000), measure('digital', 9000, 24_000)],
  },
  { name: 'baeder', keys: ['monat'], over: byMonth, measures: [measure('besuche', 21_000, 98_000)] },
  {
    name: 'grundwasser',
    keys: ['monat'],
    over: byMonth,
    measures: [measure('stand_m_ueber_nn', 48.1, 52.9, 2)],
  },
  {
    name: 'portalzugriffe',
    keys: ['monat'],
    over: byMonth,
    measures: [measure('seitenaufrufe', 11_000, 39_000)],
  },
  {
    name: 'parkverstoesse',
    keys: ['monat'],
    over: byMonth,
    measures: [measure('verwarnungen', 7000, 15_000)],
  },
  {
    name: 'kita-plaetze',
    keys: ['jahr'],
    over: byYear,
    measures: [measure('plaetze_u3', 4100, 5300), measure('plaetze_ue3', 9100, 10_400)],
  },
  {
    name: 'vornamen',
    keys: ['vorname'],
    over: of(['Emma', 'Mila', 'Ida', 'Lina', 'Frieda', 'Noah', 'Mats', 'Paul', 'Anton', 'Elias']),
    measures: [measure('anzahl', 12, 61)],
  },
  {
    name: 'baustellen',
    keys: ['strasse'],
    over: of([
      'Hammer Straße',
      'Wolbecker Straße',
      'Steinfurter Straße',
      'Warendorfer Straße',
      'Albersloher Weg',
    ]),
    measures: [measure('dauer_tage', 4, 160), measure('gesperrte_spuren', 1, 3)],
  },
];

const tableOf = ({ name, keys, over, measures }: Plan): CityTable => ({
  name,
  columns: [...keys, ...measures.map(({ column }) => column)],
  rows: over.map((key, index) => [
    ...key,
    ...measures.map(({ column, from, to, decimals = 0 }) =>
      rounded(from + (to - from) * uniform(streamOf('tables', `${name}/${column}`), index), decimals),
    ),
  ]),
});

/** Small statistics for the demo's catalogue, the same on every call. */
export const cityTables = (): readonly CityTable[] => plans.map(tableOf);
