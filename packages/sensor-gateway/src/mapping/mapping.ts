import type { Encoding } from '../source/text-lines.ts';

/**
 * A mapping file: how the records of a source become entities. Its JSON Schema is `mapping.schema.json`,
 * its language is explained in docs/importing.md. Names of fields are CSV column names, GeoJSON property
 * names or JSON member paths; `@observedAt`, `@periodStart`, `@periodEnd`, `@id` and `@geometry` are built in.
 */
export interface Mapping {
  readonly name: string;
  readonly title?: string;
  readonly source: SourceForm;
  /** IANA zone of times that are written without one. */
  readonly timeZone?: string;
  /** What a local time means that the clocks show twice. */
  readonly ambiguousTime?: 'refuse' | 'earlier' | 'later';
  /** Coordinate system of the source. */
  readonly crs?: string;
  /** Where positions may lie: west, south, east, north in degrees. */
  readonly area?: readonly [west: number, south: number, east: number, north: number];
  /** Records that do not fulfil all of these are passed over. */
  readonly where?: readonly Condition[];
  /** Fields that must not be empty. */
  readonly require?: readonly string[];
  readonly entity: EntityTemplate;
  readonly observedAt?: ObservationTime;
  readonly attributes: Readonly<Record<string, AttributeMapping>>;
  /** Attributes every entity gets: where the data comes from. */
  readonly provenance?: { readonly source?: string; readonly dataProvider?: string };
}

export type SourceForm =
  | {
      readonly format: 'csv';
      readonly delimiter?: string;
      readonly encoding?: Encoding;
      readonly decimalComma?: boolean;
      readonly columns?: readonly string[];
    }
  | { readonly format: 'geojson' }
  | { readonly format: 'json'; readonly path?: string };

export type Condition = { readonly field: string } & (
  | { readonly equals: string }
  | { readonly in: readonly string[] }
  | { readonly equalsField: string }
  | { readonly notEmpty: true }
);

export interface EntityTemplate {
  /** Template of the id, such as urn:ngsi-ld:School:muenster:{LFDNR}. */
  readonly id: string;
  readonly type: string;
  /** What more than one record with the same id means: one entity, a numbered one each, or an error. */
  readonly repeats?: 'join' | 'number' | 'refuse';
  /** Attributes that the schema wants and another mapping brings. */
  readonly suppliedElsewhere?: readonly string[];
}

export interface ObservationTime {
  readonly field: string;
  readonly format?: string;
  /** Length of the period that a value is about. */
  readonly periodMinutes?: number;
  /** Which end of the period the field gives; observedAt is always its end. */
  readonly at?: 'start' | 'end';
}

/** Arithmetic over fields. */
export type Computation =
  | string
  | { readonly subtract: readonly [Computation, Computation] }
  | { readonly ratio: readonly [Computation, Computation] };

export type ValueForm =
  'text' | 'number' | 'integer' | 'boolean' | 'date-time' | 'date' | 'geometry' | 'json';

export interface AttributeMapping {
  readonly kind?: 'Property' | 'GeoProperty' | 'Relationship' | 'LanguageProperty';
  // exactly one of these says where the value comes from
  readonly from?: string;
  readonly constant?: unknown;
  readonly template?: string;
  readonly compute?: Computation;
  readonly point?: { readonly x: string; readonly y: string };
  readonly languages?: Readonly<Record<string, string>>;
  readonly list?: readonly string[];

  readonly as?: ValueForm;
  /** Pattern of a date, such as dd.MM.yyyy. */
  readonly format?: string;
  /** Cuts a text into the items of a list. */
  readonly split?: string;
  /** Source value to stored value; null stores nothing, "*" is any other value. */
  readonly map?: Readonly<Record<string, unknown>>;
  /** Values that mean "no value", beside the empty one. */
  readonly missing?: readonly string[];
  readonly emptyMeans?: 'skip' | 'refuse';
  readonly scale?: number;
  readonly unit?: string | { readonly from: string; readonly to: string };
  readonly range?: { readonly min?: number; readonly max?: number };
  readonly geometryType?: string;
  /** Which values of a time series are kept: each, those that differ from the one before, the newest, or none (no observedAt). */
  readonly history?: 'all' | 'changes' | 'newest' | 'none';
  /** Template of the datasetId. */
  readonly datasetId?: string;
}

/** The names that every record has beside its fields. */
export const builtInFields = ['@observedAt', '@periodStart', '@periodEnd', '@id', '@geometry'] as const;
