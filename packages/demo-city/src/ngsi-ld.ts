/** An instance of a Property or GeoProperty; `unitCode` is a UN/CEFACT code, `observedAt` an ISO time in UTC. */
export interface NgsiLdProperty {
  readonly type: 'Property' | 'GeoProperty';
  readonly value: unknown;
  readonly unitCode?: string;
  readonly observedAt?: string;
}

export interface NgsiLdRelationship {
  readonly type: 'Relationship';
  readonly object: string;
}

export type NgsiLdAttribute = NgsiLdProperty | NgsiLdRelationship;

/** Attributes by their short names; several instances of one attribute differ in `observedAt`. */
export type NgsiLdAttributes = Readonly<Record<string, NgsiLdAttribute | readonly NgsiLdAttribute[]>>;

/** An entity as NGSI-LD normalized JSON with short names. */
export type NgsiLdEntity = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

export const property = (value: unknown): NgsiLdProperty => ({ type: 'Property', value });

export const dateTime = (timeMs: number): unknown => ({ '@type': 'DateTime', '@value': isoTime(timeMs) });

export const relationship = (object: string): NgsiLdRelationship => ({ type: 'Relationship', object });

/** WGS84, longitude first, as in GeoJSON. */
export const pointAt = (lon: number, lat: number): NgsiLdProperty => ({
  type: 'GeoProperty',
  value: { type: 'Point', coordinates: [lon, lat] },
});

/** ISO time in UTC, whole seconds. */
export const isoTime = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;

/** What was measured: value, and unit where it has one. */
export interface Measured {
  readonly value: unknown;
  readonly unitCode?: string;
}

export const observation = ({ value, unitCode }: Measured, timeMs: number): NgsiLdProperty => ({
  type: 'Property',
  value,
  ...(unitCode === undefined ? {} : { unitCode }),
  observedAt: isoTime(timeMs),
});

/** Id of an entity of the demo city; `key` comes from the source. */
export const cityId = (type: string, key: string): string => `urn:ngsi-ld:${type}:muenster:${key}`;

/** Lower case ASCII words joined by hyphens, for ids. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** Slugs in the order of the texts; from its second occurrence on, a slug carries its number (`weg_2`, never like `weg-2`). */
export const distinctSlugs = (texts: readonly string[]): readonly string[] => {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const key = slug(text);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}_${String(count)}`;
  });
};
