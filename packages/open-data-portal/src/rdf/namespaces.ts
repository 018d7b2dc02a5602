/** Prefixes of everything that the catalogue writes. */
export const prefixes = {
  adms: 'http://www.w3.org/ns/adms#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dcatap: 'http://data.europa.eu/r5r/',
  dcatde: 'http://dcat-ap.de/def/dcatde/',
  dct: 'http://purl.org/dc/terms/',
  dqv: 'http://www.w3.org/ns/dqv#',
  eli: 'http://data.europa.eu/eli/ontology#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  geo: 'http://www.opengis.net/ont/geosparql#',
  geodcatap: 'http://data.europa.eu/930/',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  locn: 'http://www.w3.org/ns/locn#',
  owl: 'http://www.w3.org/2002/07/owl#',
  prov: 'http://www.w3.org/ns/prov#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  schema: 'http://schema.org/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  spdx: 'http://spdx.org/rdf/terms#',
  time: 'http://www.w3.org/2006/time#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

type Prefix = keyof typeof prefixes;

/** A name with one of the prefixes, such as `dct:title`. */
export type CompactName = `${Prefix}:${string}`;

const isPrefix = (text: string): text is Prefix => Object.hasOwn(prefixes, text);

/** The IRI that a name with a prefix stands for. */
export const iriOf = (name: CompactName): string => {
  const [, prefix = '', local = ''] = /^([^:]*):(.*)$/su.exec(name) ?? [];
  return isPrefix(prefix) ? `${prefixes[prefix]}${local}` : name;
};

/** The datatype of GeoJSON that DCAT-AP.de portals write and read. */
export const geoJsonDatatype = 'https://www.iana.org/assignments/media-types/application/vnd.geo+json';

/** Where media types have their IRIs. */
export const ianaMediaTypes = 'https://www.iana.org/assignments/media-types/';

export const politicalGeocodingBase = 'http://dcat-ap.de/def/politicalGeocoding/';
