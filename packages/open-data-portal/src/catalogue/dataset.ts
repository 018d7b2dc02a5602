/**
 * The catalogue's model in the words of DCAT-AP.de 3.0. Members are plain JSON: the editor, the portal's own API and
 * the store share them. IRIs are absolute; dates are `YYYY-MM-DD` or RFC 3339; lists are empty rather than absent.
 */

/** An absolute IRI, such as that of an entry of a code list. */
export type Iri = string;

/** Text by language tag (BCP 47), German first: `{ de: 'Luftgüte', en: 'Air quality' }`. */
export type LanguageMap = Readonly<Record<string, string>>;

/** Who is responsible for something (foaf:Agent). */
export interface Agent {
  readonly name: string;
  readonly iri?: Iri;
  /** Kind of publisher, ADMS publisher type. */
  readonly type?: Iri;
  readonly email?: string;
  readonly homepage?: Iri;
}

/** Whom to ask (vcard:Kind). */
export interface ContactPoint {
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly url?: Iri;
}

/** dct:PeriodOfTime; at least one side is there. */
export interface PeriodOfTime {
  readonly startDate?: string;
  readonly endDate?: string;
}

/** A geometry of GeoJSON (RFC 7946), CRS84. */
export interface Geometry {
  readonly type: string;
  readonly coordinates: unknown;
}

/** dct:Location: a place by name, by IRI (politicalGeocoding, GeoNames) or by geometry. */
export interface Location {
  readonly label?: string;
  readonly iri?: Iri;
  readonly geometry?: Geometry;
  /** West, south, east, north in degrees. */
  readonly bbox?: readonly [number, number, number, number];
}

/** spdx:Checksum. */
export interface Checksum {
  /** As in SPDX, such as `sha256`. */
  readonly algorithm: string;
  /** Hexadecimal, lower case. */
  readonly value: string;
}

/** What datasets and services share. */
export interface CatalogueResource {
  readonly title: LanguageMap;
  /** Markdown; HTML in it is shown as text. */
  readonly description: LanguageMap;
  readonly keywords: Readonly<Record<string, readonly string[]>>;
  /** EU data themes, at most all thirteen. */
  readonly themes: readonly Iri[];
  readonly hvdCategories: readonly Iri[];
  readonly applicableLegislation: readonly Iri[];
  readonly contributorIds: readonly Iri[];
  readonly publisher?: Agent;
  readonly creators: readonly Agent[];
  readonly contactPoints: readonly ContactPoint[];
  readonly issued?: string;
  readonly modified?: string;
  readonly accessRights?: Iri;
  readonly languages: readonly Iri[];
  readonly identifiers: readonly string[];
  readonly landingPages: readonly Iri[];
  readonly conformsTo: readonly Iri[];
}

/** dcat:Dataset. */
export interface Dataset extends CatalogueResource {
  readonly maintainers: readonly Agent[];
  readonly originators: readonly Agent[];
  readonly contributors: readonly Agent[];
  readonly accrualPeriodicity?: Iri;
  readonly temporal: readonly PeriodOfTime[];
  /** ISO 8601 duration, such as `PT15M`. */
  readonly temporalResolution?: string;
  readonly spatial: readonly Location[];
  readonly spatialResolutionMetres?: number;
  readonly politicalGeocodingLevels: readonly Iri[];
  readonly politicalGeocodings: readonly Iri[];
  /** Free text on the area covered (dcatde:geocodingDescription). */
  readonly geocodingDescription?: LanguageMap;
  readonly legalBasis?: LanguageMap;
  readonly qualityProcess?: Iri;
  readonly provenance?: LanguageMap;
  readonly documentation: readonly Iri[];
  readonly relations: readonly Iri[];
  readonly sources: readonly Iri[];
  readonly version?: string;
  readonly versionNotes?: LanguageMap;
  readonly type?: Iri;
  /** Ids of the series that it belongs to. */
  readonly inSeries: readonly string[];
  readonly distributions: readonly Distribution[];
  /** What a source told beyond DCAT-AP.de, by the source's names; kept, shown and exported by the CKAN API. */
  readonly extras: Readonly<Record<string, string>>;
}

/** dcat:Distribution. */
export interface Distribution {
  readonly id: string;
  readonly title?: LanguageMap;
  readonly description?: LanguageMap;
  readonly accessUrls: readonly Iri[];
  readonly downloadUrls: readonly Iri[];
  /** EU file type. */
  readonly format?: Iri;
  /** IANA media type, such as `text/csv`. */
  readonly mediaType?: string;
  readonly compressFormat?: string;
  readonly packageFormat?: string;
  /** Licence of the DCAT-AP.de list. */
  readonly licence?: Iri;
  /** How to name the source (dcatde:licenseAttributionByText). */
  readonly licenceAttributionByText?: LanguageMap;
  readonly rights?: LanguageMap;
  /** Planned availability (EU list). */
  readonly availability?: Iri;
  /** Distribution status (EU list). */
  readonly status?: Iri;
  readonly issued?: string;
  readonly modified?: string;
  readonly byteSize?: number;
  readonly checksum?: Checksum;
  readonly languages: readonly Iri[];
  readonly conformsTo: readonly Iri[];
  readonly documentation: readonly Iri[];
  readonly applicableLegislation: readonly Iri[];
  /** Ids of the data services that give access. */
  readonly accessServices: readonly string[];
  readonly extras: Readonly<Record<string, string>>;
}

/** dcat:DataService. */
export interface DataService extends CatalogueResource {
  readonly endpointUrls: readonly Iri[];
  readonly endpointDescriptions: readonly Iri[];
  /** Ids of datasets. */
  readonly servesDatasets: readonly string[];
  readonly licence?: Iri;
  readonly licenceAttributionByText?: LanguageMap;
  readonly documentation: readonly Iri[];
}

/** dcat:DatasetSeries; its members name it in `inSeries`. */
export interface DatasetSeries extends CatalogueResource {
  readonly accrualPeriodicity?: Iri;
  readonly temporal: readonly PeriodOfTime[];
  readonly spatial: readonly Location[];
}

/** dcat:Catalog of one tenant. */
export interface Catalogue {
  readonly title: LanguageMap;
  readonly description: LanguageMap;
  readonly publisher: Agent;
  readonly homepage?: Iri;
  readonly languages: readonly Iri[];
  readonly licence?: Iri;
  readonly spatial: readonly Location[];
  readonly issued?: string;
  readonly modified?: string;
}
