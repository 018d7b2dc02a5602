import type { CompiledContext } from '@allmende/jsonld';
import { isJsonObject } from '@allmende/kernel';
import { isGeometry } from '../query-language/geometry.ts';
import { NGSI_LD_NULL } from './attribute-members.ts';
import type { AttributeKind } from './entity.ts';

/** A checked value, or why it is none. */
export type ParsedValue = { readonly value: unknown } | { readonly problem: string };

/** Characters nobody sees, which RFC 3987 keeps out of IRIs: two ids must not look the same. */
const INVISIBLE =
  /[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Bidi_Control}\p{Variation_Selector}\u2800]/u;

/** Whether a text is an absolute IRI (CIM 009 §4.5.3: URI). */
export const isUri = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\p{Cc}<>"{}|\\^`]+$/u.test(value) &&
  !INVISIBLE.test(value) &&
  value.isWellFormed();

/** Longest percent-encoded id: the router takes path parameters of 4096 characters, Node's parser 16 KiB of headers. */
const LONGEST_ID = 4096;
const LONGEST_ENCODED_CHARACTER = '%E2%82%AC'.length;

/** What is said of an id that is none. */
export const idExpected = `must be a URI of at most ${String(LONGEST_ID)} characters, percent-encoded`;

/** Whether a text may be the id of something that is kept here, so that its address can be asked for. */
export const isId = (value: unknown): value is string =>
  isUri(value) &&
  (value.length * LONGEST_ENCODED_CHARACTER <= LONGEST_ID || encodeURIComponent(value).length <= LONGEST_ID);

const whole = (value: unknown): ParsedValue =>
  value === null || value === undefined ? { problem: 'must not be null' } : { value };

const geometry = (value: unknown): ParsedValue => {
  if (value === NGSI_LD_NULL) return { value };
  if (typeof value === 'string') {
    try {
      return geometry(JSON.parse(value));
    } catch {
      return { problem: 'is neither a GeoJSON geometry nor its text' };
    }
  }
  return isGeometry(value) ? { value } : { problem: 'is not a valid GeoJSON geometry' };
};

const uris = (value: unknown): ParsedValue => {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.length > 0 && all.every(isUri) ? { value } : { problem: 'must be a URI or an array of URIs' };
};

/** A language tag (RFC 5646 §2.1), or `@none` for no language (§4.6.5). */
export const isLanguageTag = (text: string): boolean =>
  /^(@none|[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|[ix](-[A-Za-z0-9]{1,8})+)$/iu.test(text);

const languageMap = (value: unknown): ParsedValue => {
  if (value === NGSI_LD_NULL) return { value };
  if (!isJsonObject(value)) return { problem: 'must be an object of language tags and texts' };
  const wrong = Object.entries(value).find(
    ([tag, text]) =>
      !isLanguageTag(tag) ||
      !(typeof text === 'string' || (Array.isArray(text) && text.every((part) => typeof part === 'string'))),
  );
  return wrong === undefined ? { value } : { problem: `"${wrong[0]}" is not a language tag with a text` };
};

const vocabulary = (value: unknown, context: CompiledContext): ParsedValue => {
  if (typeof value === 'string') return { value: value === NGSI_LD_NULL ? value : context.expand(value) };
  if (Array.isArray(value) && value.length > 0 && value.every((term) => typeof term === 'string')) {
    return { value: value.map((term) => context.expand(term)) };
  }
  return { problem: 'must be a term or an array of terms' };
};

const list = (value: unknown): ParsedValue =>
  value === NGSI_LD_NULL || Array.isArray(value) ? { value } : { problem: 'must be an array' };

const listOfUris = (value: unknown): ParsedValue => {
  if (value === NGSI_LD_NULL) return { value };
  const ids = Array.isArray(value)
    ? value.map((item: unknown) => (isJsonObject(item) ? item['object'] : item))
    : [];
  return Array.isArray(value) && ids.every(isUri)
    ? { value: ids }
    : { problem: 'must be an array of URIs or of objects with "object"' };
};

/** Checks the value of an attribute of a kind; vocabulary terms are expanded. */
export const parseValue = (kind: AttributeKind, value: unknown, context: CompiledContext): ParsedValue => {
  switch (kind) {
    case 'Property':
      return whole(value);
    case 'JsonProperty':
      return value === undefined ? { problem: 'is missing' } : { value };
    case 'GeoProperty':
      return geometry(value);
    case 'Relationship':
      return uris(value);
    case 'LanguageProperty':
      return languageMap(value);
    case 'VocabProperty':
      return vocabulary(value, context);
    case 'ListProperty':
      return list(value);
    case 'ListRelationship':
      return listOfUris(value);
  }
};
