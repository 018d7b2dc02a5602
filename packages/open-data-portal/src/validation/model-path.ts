import type { Quad, Term } from '@rdfjs/types';
import { iriOf, type CompactName } from '../rdf/namespaces.ts';

/** The member of the model that a property is written from. */
const members: readonly (readonly [CompactName, string])[] = [
  ['dct:title', 'title'],
  ['dct:description', 'description'],
  ['dcat:keyword', 'keywords'],
  ['dcat:theme', 'themes'],
  ['dcatap:hvdCategory', 'hvdCategories'],
  ['dcatap:applicableLegislation', 'applicableLegislation'],
  ['dcatde:contributorID', 'contributorIds'],
  ['dct:publisher', 'publisher'],
  ['dct:creator', 'creators'],
  ['dcat:contactPoint', 'contactPoints'],
  ['dct:issued', 'issued'],
  ['dct:modified', 'modified'],
  ['dct:accessRights', 'accessRights'],
  ['dct:language', 'languages'],
  ['dct:identifier', 'identifiers'],
  ['dcat:landingPage', 'landingPages'],
  ['dct:conformsTo', 'conformsTo'],
  ['geodcatap:custodian', 'maintainers'],
  ['geodcatap:originator', 'originators'],
  ['dct:contributor', 'contributors'],
  ['dct:accrualPeriodicity', 'accrualPeriodicity'],
  ['dct:temporal', 'temporal'],
  ['dcat:startDate', 'startDate'],
  ['dcat:endDate', 'endDate'],
  ['dcat:temporalResolution', 'temporalResolution'],
  ['dct:spatial', 'spatial'],
  ['dcat:spatialResolutionInMeters', 'spatialResolutionMetres'],
  ['dcatde:politicalGeocodingLevelURI', 'politicalGeocodingLevels'],
  ['dqv:hasQualityAnnotation', 'qualityProcess'],
  ['dct:provenance', 'provenance'],
  ['foaf:page', 'documentation'],
  ['dct:relation', 'relations'],
  ['prov:wasDerivedFrom', 'sources'],
  ['dcat:version', 'version'],
  ['adms:versionNotes', 'versionNotes'],
  ['dct:type', 'type'],
  ['dcat:inSeries', 'inSeries'],
  ['dcat:distribution', 'distributions'],
  ['dcat:accessURL', 'accessUrls'],
  ['dcat:downloadURL', 'downloadUrls'],
  ['dct:format', 'format'],
  ['dcat:mediaType', 'mediaType'],
  ['dcat:compressFormat', 'compressFormat'],
  ['dcat:packageFormat', 'packageFormat'],
  ['dct:license', 'licence'],
  ['dcatde:licenseAttributionByText', 'licenceAttributionByText'],
  ['dct:rights', 'rights'],
  ['dcatap:availability', 'availability'],
  ['adms:status', 'status'],
  ['dcat:byteSize', 'byteSize'],
  ['spdx:checksum', 'checksum'],
  ['spdx:algorithm', 'algorithm'],
  ['spdx:checksumValue', 'value'],
  ['dcat:accessService', 'accessServices'],
  ['dcat:endpointURL', 'endpointUrls'],
  ['dcat:endpointDescription', 'endpointDescriptions'],
  ['dcat:servesDataset', 'servesDatasets'],
  ['foaf:name', 'name'],
  ['foaf:mbox', 'email'],
  ['foaf:homepage', 'homepage'],
  ['vcard:fn', 'name'],
  ['vcard:hasEmail', 'email'],
  ['vcard:hasTelephone', 'phone'],
  ['vcard:hasURL', 'url'],
  ['dcat:bbox', 'bbox'],
];

const memberByIri: ReadonlyMap<string, string> = new Map(
  members.map(([name, member]) => [iriOf(name), member]),
);

export const memberOf = (property: string | undefined): string | undefined => memberByIri.get(property ?? '');

const memberAt = (content: unknown, path: string): unknown => {
  let value = content;
  for (const part of path.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, part)?.value;
  }
  return value;
};

interface Located {
  readonly quads: readonly Quad[];
  readonly content: unknown;
  /** IRI of the entry. */
  readonly subject: string;
}

/** Position of an object among the members of a list: by its text, or by the order of statements. */
const indexOf = ({ quads, content }: Located, { subject, predicate, object }: Quad, path: string): string => {
  const list = memberAt(content, path);
  if (!Array.isArray(list)) return '';
  const byText = list.indexOf(object.value);
  const siblings = quads.filter(
    (other) => other.subject.equals(subject) && other.predicate.equals(predicate),
  );
  const byOrder = siblings.findIndex((other) => other.object.equals(object));
  return `/${String(byText === -1 ? byOrder : byText)}`;
};

/** JSON pointer to what a node was written from; undefined where it belongs to something else. */
export const pathOfNode = (located: Located, node: Term | undefined, depth = 5): string | undefined => {
  if (node === undefined || depth === 0) return undefined;
  if (node.value === located.subject) return '';
  for (const quad of located.quads) {
    const member = quad.object.equals(node) ? memberOf(quad.predicate.value) : undefined;
    const parent = member === undefined ? undefined : pathOfNode(located, quad.subject, depth - 1);
    if (member === undefined || parent === undefined) continue;
    const path = `${parent}/${member}`;
    return `${path}${indexOf(located, quad, path)}`;
  }
  return undefined;
};
