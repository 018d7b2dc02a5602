import { isJsonObject } from '@allmende/kernel';
import { polygonOf } from '../../catalogue/bounding-box.ts';
import type { ContactPoint, Dataset, Geometry, Location, PeriodOfTime } from '../../catalogue/dataset.ts';
import { withMember, type TextField } from './text-field.ts';
import { isIri, readDate } from './values.ts';

const geometryTypes = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'];

const readGeometry = (text: string): Geometry | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value) || !Array.isArray(value['coordinates'])) return undefined;
    const type = geometryTypes.find((name) => name === value['type']);
    return type === undefined ? undefined : { type, coordinates: value['coordinates'] };
  } catch {
    return undefined;
  }
};

const withLocation = (dataset: Dataset, location: Location): Dataset => ({
  ...dataset,
  spatial: [location, ...dataset.spatial.slice(1)],
});

const spatial: TextField<Dataset> = {
  key: 'spatial',
  show: ({ spatial: [first] }) => {
    if (first?.geometry !== undefined) return JSON.stringify(first.geometry);
    return first?.bbox === undefined ? undefined : JSON.stringify(polygonOf(first.bbox));
  },
  set: (dataset, text) => {
    const { geometry: _geometry, bbox: _bbox, ...rest } = dataset.spatial[0] ?? {};
    if (text === undefined) return dataset.spatial.length === 0 ? dataset : withLocation(dataset, rest);
    const geometry = readGeometry(text);
    return geometry === undefined ? undefined : withLocation(dataset, { ...rest, geometry });
  },
};

const locationField = (key: string, member: 'label' | 'iri'): TextField<Dataset> => ({
  key,
  show: (dataset) => dataset.spatial[0]?.[member],
  set: (dataset, text) => {
    const [first] = dataset.spatial;
    if (first === undefined && text === undefined) return dataset;
    if (text !== undefined && member === 'iri' && !isIri(text)) return undefined;
    return withLocation(dataset, withMember(first ?? {}, member, text));
  },
});

const periodField = (key: string, side: 'startDate' | 'endDate'): TextField<Dataset> => ({
  key,
  show: (dataset) => dataset.temporal[0]?.[side],
  set: (dataset, text) => {
    const [first = {}, ...others] = dataset.temporal;
    const date = text === undefined ? undefined : readDate(text);
    if (text !== undefined && date === undefined) return undefined;
    if (dataset.temporal.length === 0 && date === undefined) return dataset;
    return { ...dataset, temporal: [withMember<PeriodOfTime, typeof side>(first, side, date), ...others] };
  },
});

const contactField = (key: string, member: 'name' | 'email' | 'phone' | 'url'): TextField<Dataset> => ({
  key,
  show: (dataset) =>
    dataset.contactPoints[0]?.[member] === '' ? undefined : dataset.contactPoints[0]?.[member],
  set: (dataset, text) => {
    const [first = { name: '' }, ...others] = dataset.contactPoints;
    if (dataset.contactPoints.length === 0 && text === undefined) return dataset;
    if (text !== undefined && member === 'url' && !isIri(text)) return undefined;
    const contact: ContactPoint =
      member === 'name' ? { ...first, name: text ?? '' } : withMember(first, member, text);
    return { ...dataset, contactPoints: [contact, ...others] };
  },
});

/** Extras of place, time and contact; CKAN knows one of each, further ones stay as they are. */
export const placeAndTimeExtras: readonly TextField<Dataset>[] = [
  spatial,
  locationField('spatial_text', 'label'),
  locationField('spatial_uri', 'iri'),
  periodField('temporal_start', 'startDate'),
  periodField('temporal_end', 'endDate'),
  contactField('contact_name', 'name'),
  contactField('contact_email', 'email'),
  contactField('contact_tel', 'phone'),
  contactField('contact_url', 'url'),
];

const isSomething = (thing: object): boolean => Object.values(thing).some((value) => value !== '');

/** Without places, periods and contacts of which nothing is left. */
export const withoutEmptyPlaces = (dataset: Dataset): Dataset => ({
  ...dataset,
  spatial: dataset.spatial.filter(isSomething),
  temporal: dataset.temporal.filter(isSomething),
  contactPoints: dataset.contactPoints.filter(isSomething),
});
