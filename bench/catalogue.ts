import type { CatalogueQuery } from '@allmende/open-data-portal';
import { aDataset, aDistribution, aRecord } from '@allmende/open-data-portal/testing';

const topics = (
  'Luftqualität Fahrradzählung Parkhausbelegung Haushaltsplan Wahlergebnisse Baumkataster Spielplätze Schulstandorte ' +
  'Bebauungspläne Lärmkartierung Einwohnerzahlen Unfallstatistik Ladesäulen Straßenbeleuchtung Hochwassergefahren ' +
  'Abfallkalender Kindertagesstätten Denkmalliste Bodenrichtwerte Grundwasserstände Fahrplandaten Baustellen'
).split(' ');
const places = (
  'Münster Bonn Köln Dortmund Essen Bochum Aachen Bielefeld Wuppertal Hagen Hamm Krefeld Neuss Paderborn Siegen ' +
  'Gütersloh Düren Lünen Herne Moers Unna Soest Coesfeld Borken Steinfurt Warendorf'
).split(' ');
const words = (
  'Messwerte Standorte Stadtteile Verwaltung Jahr Monat Tabelle Karte Koordinaten Erhebung Quelle Stand Bereich Anzahl ' +
  'Fläche Gebäude Verkehr Umwelt Klima Soziales Gesundheit Bildung Kultur Sport Wirtschaft Energie Wohnen Sicherheit'
).split(' ');
const pick = <Item>(items: readonly Item[], n: number): Item => {
  const item = items[n % items.length];
  if (item === undefined) throw new Error('Nothing to choose from.');
  return item;
};

/** Entry `n` of a catalogue of many municipalities, the same in each run. */
export const aBenchRecord = (n: number) => {
  const [topic, place] = [pick(topics, n), pick(places, Math.floor(n / topics.length))];
  const text = Array.from({ length: 40 }, (_, at) => pick(words, n * 7 + at * at * 3)).join(' ');
  const distributions = [0, 1, 2].map((at) =>
    aDistribution({
      id: `${n}-${at}`,
      format: pick(['f:CSV', 'f:JSON', 'f:GEOJSON', 'f:XLSX', 'f:PDF'], n + at * 2),
      licence: pick(['l:dl-by', 'l:cc0', 'l:cc-by'], n),
    }),
  );
  const [west, south] = [6 + (n % 300) / 100, 50 + (n % 211) / 100];
  return aRecord(`datensatz-${n}`, {
    organisation: `o:${place}`,
    modifiedAt: new Date(1_700_000_000_000 + (n % 90_000) * 60_000).toISOString(),
    content: aDataset({
      title: { de: `${topic} ${place} ${2000 + (n % 27)}` },
      description: { de: `${topic} in ${place}. ${text}.` },
      keywords: { de: [topic, pick(words, n), `Reihe ${n % 5000}`] },
      themes: [pick(['t:ENVI', 't:TRAN', 't:GOVE', 't:SOCI', 't:EDUC'], n)],
      spatial: [{ bbox: [west, south, west + 0.2, south + 0.1] }],
      distributions,
    }),
  });
};

const count: CatalogueQuery['count'] = ['organisation', 'theme', 'format', 'licence', 'keyword', 'frequency'];

/** What people search for. */
export const searches: readonly { readonly name: string; readonly query: Partial<CatalogueQuery> }[] = [
  { name: 'everything', query: { count } },
  { name: 'one word', query: { text: 'Luftqualität', count } },
  { name: 'two words', query: { text: 'Luftqualität Münster', count } },
  { name: 'while typing: three letters', query: { text: 'luf', count } },
  { name: 'word of every description', query: { text: 'Messwerte', count } },
  { name: 'typing error', query: { text: 'Luftqaulität Münster', count } },
  { name: 'within a compound', query: { text: 'Kataster', count } },
  { name: 'facets', query: { facets: { organisation: ['o:Münster'], format: ['f:CSV'] }, count } },
  { name: 'map extent', query: { bbox: [7, 51, 7.1, 51.1], count } },
  { name: 'without facets: one word', query: { text: 'Luftqualität' } },
];
