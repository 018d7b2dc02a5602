import type { BlankNode, Literal, NamedNode, Quad } from '@rdfjs/types';
import { DataFactory } from 'n3';
import type { LanguageMap } from '../catalogue/dataset.ts';
import { iriOf, type CompactName } from './namespaces.ts';

export type Subject = NamedNode | BlankNode;

type Value = NamedNode | BlankNode | Literal | undefined;

/** Collects the quads of one document. */
export interface Graph {
  readonly quads: readonly Quad[];
  /** A node without an IRI; labels are counted, so that the same entries give the same document. */
  blank(): BlankNode;
  /** Adds a statement for each value that is there. */
  add(subject: Subject, name: CompactName, ...values: readonly Value[]): void;
  /** Says of what kind a node is. */
  type(subject: Subject, ...names: readonly CompactName[]): void;
  /** True once for each IRI: what many entries name is described by the first. */
  isNew(iri: string): boolean;
}

export const createGraph = (): Graph => {
  const quads: Quad[] = [];
  const described = new Set<string>();
  const count = { blanks: 0 };
  const add: Graph['add'] = (subject, name, ...values) => {
    const predicate = DataFactory.namedNode(iriOf(name));
    for (const value of values) {
      if (value !== undefined) quads.push(DataFactory.quad(subject, predicate, value));
    }
  };
  return {
    quads,
    add,
    blank: () => {
      count.blanks += 1;
      return DataFactory.blankNode(`n${String(count.blanks)}`);
    },
    type: (subject, ...names) => {
      add(subject, 'rdf:type', ...names.map((name) => DataFactory.namedNode(iriOf(name))));
    },
    isNew: (iri) => {
      if (described.has(iri)) return false;
      described.add(iri);
      return true;
    },
  };
};

const escapeForIri = (character: string): string => encodeURIComponent(character.toWellFormed());

/** A node of an absolute IRI, its forbidden characters percent-encoded; nothing where there is no scheme. */
export const iriNode = (text: string | undefined): NamedNode | undefined => {
  const trimmed = text?.trim() ?? '';
  if (!/^[a-z][a-z0-9+.-]*:\S/iu.test(trimmed)) return undefined;
  return DataFactory.namedNode(
    trimmed.replace(/[\u0000-\u0020<>"{}|\\^`\u007f-\u00a0]|\p{Cs}/gu, escapeForIri),
  );
};

export const iriNodes = (texts: readonly string[]): readonly (NamedNode | undefined)[] => texts.map(iriNode);

/** What XML cannot hold is replaced, so that all formats say the same. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n');

const languageTag = /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/iu;

export const textNode = (text: string | undefined, language?: string): Literal | undefined => {
  if (text === undefined || text === '') return undefined;
  return language !== undefined && languageTag.test(language)
    ? DataFactory.literal(clean(text), language.toLowerCase())
    : DataFactory.literal(clean(text));
};

export const textNodes = (texts: LanguageMap | undefined): readonly (Literal | undefined)[] =>
  Object.entries(texts ?? {}).map(([language, text]) => textNode(text, language));

export const typedNode = (value: string | number | undefined, datatype: CompactName): Literal | undefined =>
  value === undefined
    ? undefined
    : DataFactory.literal(String(value), DataFactory.namedNode(iriOf(datatype)));

const dateTypes: readonly (readonly [RegExp, CompactName])[] = [
  [/^-?\d{4}$/u, 'xsd:gYear'],
  [/^-?\d{4}-\d{2}$/u, 'xsd:gYearMonth'],
  [/^-?\d{4}-\d{2}-\d{2}$/u, 'xsd:date'],
  [/^-?\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?$/u, 'xsd:dateTime'],
];

/** A date or a point in time; what is neither is left out, and the editor's validation tells. */
export const dateNode = (text: string | undefined): Literal | undefined => {
  const type = dateTypes.find(([pattern]) => pattern.test(text ?? ''))?.[1];
  return type === undefined ? undefined : typedNode(text, type);
};

const duration = /^-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/u;

/** An ISO 8601 duration as XML Schema knows it: without weeks. */
export const durationNode = (text: string | undefined): Literal | undefined =>
  duration.test(text ?? '') ? typedNode(text, 'xsd:duration') : undefined;
