import { readFile } from 'node:fs/promises';
import type { Quad, Term } from '@rdfjs/types';
import { DataFactory, Parser, Store } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { iriOf, type CompactName } from '../rdf/namespaces.ts';
import { vocabularies } from '../vocabularies/labels.ts';

export type Severity = 'violation' | 'warning' | 'info';

/** One result of SHACL, as terms. */
export interface ShaclResult {
  readonly severity: Severity;
  readonly focusNode: Term | undefined;
  /** IRI of the property; undefined where it is none or a path of several. */
  readonly path: string | undefined;
  readonly value: Term | undefined;
  /** Last part of the constraint component, such as `MinCount`. */
  readonly constraint: string;
  readonly messages: readonly string[];
}

/** Shapes of DCAT-AP.de 3.0, in the order in which they add to each other; `shapes/README.md` names their licences. */
const shapeFiles = [
  'dcat-ap-3.0.0-SHACL.ttl',
  'dcat-ap-SHACL-DE.ttl',
  'dcat-ap-spec-german-additions.ttl',
  'dcat-ap-de-controlledvocabularies.ttl',
  'dcat-ap-de-deprecated.ttl',
];

/** Half of the shapes name the namespace of dcatap with `#`; the vocabulary itself, and the other half, with `/`. */
const wrongDcatap = 'http://data.europa.eu/r5r#';
const dcatap = 'http://data.europa.eu/r5r/';

const readShapes = async (): Promise<Store> => {
  const folder = new URL('../../shapes/', import.meta.url);
  const texts = await Promise.all(shapeFiles.map((name) => readFile(new URL(name, folder), 'utf8')));
  const shapes = new Store();
  for (const text of texts) shapes.addQuads(new Parser().parse(text.replaceAll(wrongDcatap, dcatap)));
  return shapes;
};

const node = (name: CompactName) => DataFactory.namedNode(iriOf(name));

/** Of the ontologies of foaf, org and vcard (W3C) the shapes need which classes are agents and contacts. */
const classes: readonly (readonly [CompactName, CompactName])[] = [
  ['foaf:Organization', 'foaf:Agent'],
  ['foaf:Person', 'foaf:Agent'],
  ['foaf:Group', 'foaf:Agent'],
  ['vcard:Individual', 'vcard:Kind'],
  ['vcard:Organization', 'vcard:Kind'],
  ['vcard:Group', 'vcard:Kind'],
  ['vcard:Location', 'vcard:Kind'],
];
const organisations = [
  'Organization',
  'FormalOrganization',
  'OrganizationalUnit',
  'OrganizationalCollaboration',
];

const classQuads = (): readonly Quad[] => {
  const subClassOf = node('rdfs:subClassOf');
  return [
    ...classes.map(([part, whole]) => DataFactory.quad(node(part), subClassOf, node(whole))),
    ...organisations.map((name) =>
      DataFactory.quad(
        DataFactory.namedNode(`http://www.w3.org/ns/org#${name}`),
        subClassOf,
        node('foaf:Agent'),
      ),
    ),
  ];
};

const algorithmsType = node('spdx:ChecksumAlgorithm');

/** In which code lists an IRI is, as the shapes ask for it. */
const membershipOf = (iri: string): readonly Quad[] => {
  const subject = DataFactory.namedNode(iri);
  return Object.values(vocabularies)
    .filter((list) => list.has(iri))
    .map((list) =>
      list === vocabularies.checksumAlgorithm
        ? DataFactory.quad(subject, node('rdf:type'), algorithmsType)
        : DataFactory.quad(subject, node('skos:inScheme'), DataFactory.namedNode(list.scheme)),
    );
};

const dataOf = (quads: readonly Quad[]): Store => {
  const data = new Store();
  const iris = new Set<string>();
  for (const { subject, predicate, object } of quads) {
    const name = predicate.value.replace(wrongDcatap, dcatap);
    data.addQuad(DataFactory.quad(subject, DataFactory.namedNode(name), object));
    if (object.termType === 'NamedNode') iris.add(object.value);
  }
  data.addQuads([...classQuads(), ...[...iris].flatMap(membershipOf)]);
  return data;
};

const severities: Readonly<Record<string, Severity>> = {
  Violation: 'violation',
  Warning: 'warning',
  Info: 'info',
};

const localName = (iri: string | undefined): string => iri?.replace(/^.*[#/]/u, '') ?? '';

/** Checks graphs against DCAT-AP.de 3.0; the shapes are read once, at the first check. */
export interface ShaclValidator {
  validate(quads: readonly Quad[]): Promise<readonly ShaclResult[]>;
}

export const createShaclValidator = (): ShaclValidator => {
  const kept: { validator?: Promise<SHACLValidator> } = {};
  const validatorOnce = (): Promise<SHACLValidator> => {
    kept.validator ??= readShapes().then((shapes) => new SHACLValidator(shapes));
    return kept.validator;
  };
  return {
    validate: async (quads) => {
      const validator = await validatorOnce();
      const { results } = await validator.validate(dataOf(quads));
      return results.map((result) => ({
        severity: severities[localName(result.severity?.value)] ?? 'violation',
        focusNode: result.focusNode ?? undefined,
        path: result.path?.termType === 'NamedNode' ? result.path.value : undefined,
        value: result.value ?? undefined,
        constraint: localName(result.sourceConstraintComponent?.value).replace('ConstraintComponent', ''),
        messages: result.message.map(({ value }) => value),
      }));
    },
  };
};
