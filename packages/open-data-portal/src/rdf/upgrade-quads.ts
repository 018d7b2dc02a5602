import type { Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import { checksumAlgorithms } from '../vocabularies/agent-lists.ts';
import { distributionStatuses, frequencies, plannedAvailabilities } from '../vocabularies/authority-lists.ts';
import { findLicence } from '../vocabularies/licences.ts';
import { iriOf, prefixes, type CompactName } from './namespaces.ts';

/** Names of DCAT-AP.de 1.x and 2.x, and mistaken ones, by what they are called in 3.0. */
const renamed: readonly (readonly [from: CompactName, to: CompactName])[] = [
  ['dcatde:plannedAvailability', 'dcatap:availability'],
  ['dcatde:maintainer', 'geodcatap:custodian'],
  ['dcatde:originator', 'geodcatap:originator'],
  ['dcatde:geocodingText', 'dcatde:geocodingDescription'],
  ['dcatde:legalbasisText', 'dcatde:legalBasis'],
  ['dcatde:legalBasisText', 'dcatde:legalBasis'],
  ['dcatde:licenseAttributionText', 'dcatde:licenseAttributionByText'],
  ['owl:versionInfo', 'dcat:version'],
  ['schema:startDate', 'dcat:startDate'],
  ['schema:endDate', 'dcat:endDate'],
];

const newNames: ReadonlyMap<string, string> = new Map(renamed.map(([from, to]) => [iriOf(from), iriOf(to)]));

/** Earlier editions put their version into the namespace; some portals write `r5r#`, some `https`. */
const currentNamespace = (iri: string): string =>
  iri
    .replace(/^https?:\/\/dcat-ap\.de\/def\/dcatde\/(?:\d+[._]\d+(?:[._]\d+)?\/)?#?/u, prefixes.dcatde)
    .replace(/^http:\/\/data\.europa\.eu\/r5r#/u, prefixes.dcatap)
    .replace(/^https:\/\/schema\.org\//u, prefixes.schema);

const currentName = (iri: string): string => {
  const name = currentNamespace(iri);
  return newNames.get(name) ?? name;
};

/** Code lists that took the place of others, by the property that has their entries. */
const upgrades: ReadonlyMap<string, (iri: string) => string | undefined> = new Map(
  (
    [
      ['dct:license', (iri) => findLicence(iri)?.iri],
      ['dcatap:availability', (iri) => plannedAvailabilities.find(iri)?.iri],
      ['adms:status', (iri) => distributionStatuses.find(iri)?.iri],
      ['dct:accrualPeriodicity', (iri) => frequencies.find(iri)?.iri],
      ['spdx:algorithm', (iri) => checksumAlgorithms.find(iri)?.iri],
    ] as const satisfies readonly (readonly [CompactName, (iri: string) => string | undefined])[]
  ).map(([name, upgrade]) => [iriOf(name), upgrade]),
);

const upgradeQuad = ({ subject, predicate, object }: Quad): Quad => {
  const name = currentName(predicate.value);
  const isCode = object.termType === 'NamedNode' || object.termType === 'Literal';
  const code = isCode ? upgrades.get(name)?.(object.value) : undefined;
  const value = code === undefined ? object : DataFactory.namedNode(code);
  return DataFactory.quad(subject, DataFactory.namedNode(name), value);
};

/** Brings the words of DCAT-AP.de 1.x and 2.x up to 3.0; what is of 3.0 stays as it is. */
export const upgradeQuads = (quads: readonly Quad[]): readonly Quad[] => quads.map(upgradeQuad);
