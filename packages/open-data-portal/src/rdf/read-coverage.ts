import type { Term } from '@rdfjs/types';
import type { Geometry, LanguageMap, Location, PeriodOfTime } from '../catalogue/dataset.ts';
import { bboxOf, type Bbox } from '../catalogue/bounding-box.ts';
import { geometryOfWkt, isSameBbox } from './geometry.ts';
import { defined, type GraphReader } from './graph-reader.ts';
import { politicalGeocodingBase } from './namespaces.ts';

const isGeometry = (value: unknown): value is Geometry =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'coordinates' in value &&
  Array.isArray(value.coordinates);

const geometryOfGeoJson = (text: string): Geometry | undefined => {
  if (text.length > 1_000_000) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isGeometry(value) ? { type: value.type, coordinates: value.coordinates } : undefined;
  } catch {
    return undefined;
  }
};

const geometryOfText = (text: string): Geometry | undefined =>
  text.trimStart().startsWith('{') ? geometryOfGeoJson(text) : geometryOfWkt(text);

/** Geometries that are written as texts, or as nodes with a text. */
const geometriesOf = (
  reader: GraphReader,
  node: Term,
  name: 'locn:geometry' | 'dcat:bbox' | 'dcat:centroid',
) =>
  reader
    .values(node, name)
    .flatMap((value) =>
      value.termType === 'Literal'
        ? [value]
        : reader.values(value, 'geo:asGeoJSON', 'geo:asWKT', 'locn:geometry'),
    )
    .map(({ value }) => geometryOfText(value))
    .filter((geometry) => geometry !== undefined);

/** A rectangle that is only the one around the geometry says nothing new. */
const ownBbox = (geometry: Geometry | undefined, bbox: Bbox | undefined): Bbox | undefined => {
  const around = geometry === undefined ? undefined : bboxOf(geometry);
  return around !== undefined && bbox !== undefined && isSameBbox(around, bbox) ? undefined : bbox;
};

const readLocation = (reader: GraphReader, node: Term): Location => {
  const [drawn] = [
    ...geometriesOf(reader, node, 'locn:geometry'),
    ...geometriesOf(reader, node, 'dcat:centroid'),
  ];
  const [rectangle] = geometriesOf(reader, node, 'dcat:bbox');
  const bbox = rectangle === undefined ? undefined : bboxOf(rectangle);
  const labels = reader.texts(node, 'skos:prefLabel', 'rdfs:label', 'locn:geographicName', 'dct:title');
  return defined({
    label: labels?.[reader.defaultLanguage] ?? Object.values(labels ?? {})[0],
    iri: node.termType === 'NamedNode' ? node.value : undefined,
    geometry: drawn,
    bbox: ownBbox(drawn, bbox),
  });
};

/** What the places of an entry say. */
export interface ReadPlaces {
  readonly spatial: readonly Location[];
  readonly politicalGeocodings: readonly string[];
  readonly geocodingDescription: LanguageMap | undefined;
}

/** A node that has labels by language and nothing else is the area in words. */
const areaInWords = (reader: GraphReader, node: Term): LanguageMap | undefined => {
  if (node.termType !== 'BlankNode') return undefined;
  const labels = reader.values(node, 'skos:prefLabel', 'rdfs:label');
  const isTagged =
    labels.length > 0 && labels.every((label) => label.termType === 'Literal' && label.language !== '');
  const hasShape = reader.values(node, 'locn:geometry', 'dcat:bbox', 'dcat:centroid').length > 0;
  return isTagged && !hasShape ? reader.texts(node, 'skos:prefLabel', 'rdfs:label') : undefined;
};

export const readPlaces = (reader: GraphReader, node: Term): ReadPlaces => {
  const isKey = ({ value }: Term): boolean =>
    value.replace(/^https:/u, 'http:').startsWith(politicalGeocodingBase);
  const places = reader.values(node, 'dct:spatial');
  const keys = [...places.filter(isKey), ...reader.values(node, 'dcatde:politicalGeocodingURI')];
  const others = places.filter((place) => !isKey(place));
  const inWords = others.map((place) => areaInWords(reader, place)).find((words) => words !== undefined);
  const spatial = others
    .filter((place) => areaInWords(reader, place) === undefined)
    .map((place) => (place.termType === 'Literal' ? { label: place.value } : readLocation(reader, place)))
    .filter((location) => Object.keys(location).length > 0);
  return {
    spatial,
    politicalGeocodings: [...new Set(keys.map(({ value }) => value))],
    geocodingDescription: reader.texts(node, 'dcatde:geocodingDescription') ?? inWords,
  };
};

const instant = (reader: GraphReader, node: Term, name: 'time:hasBeginning' | 'time:hasEnd') => {
  const [point] = reader.values(node, name);
  return point === undefined
    ? undefined
    : reader.date(point, 'time:inXSDDate', 'time:inXSDDateTimeStamp', 'time:inXSDDateTime');
};

/** Periods that have a side. */
export const readPeriods = (reader: GraphReader, node: Term): readonly PeriodOfTime[] =>
  reader
    .values(node, 'dct:temporal')
    .map((period) =>
      defined({
        startDate: reader.date(period, 'dcat:startDate') ?? instant(reader, period, 'time:hasBeginning'),
        endDate: reader.date(period, 'dcat:endDate') ?? instant(reader, period, 'time:hasEnd'),
      }),
    )
    .filter((period) => Object.keys(period).length > 0);
