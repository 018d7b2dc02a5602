import type { AttributeKind } from './entity.ts';

/** The value of a member that says: delete me (CIM 009 §4.5.0). */
export const NGSI_LD_NULL = 'urn:ngsi-ld:null';

/** The member that holds what each kind is about (CIM 009 §4.5.2–4.5.24). */
export const valueMemberOf: Readonly<Record<AttributeKind, string>> = {
  Property: 'value',
  GeoProperty: 'value',
  Relationship: 'object',
  LanguageProperty: 'languageMap',
  VocabProperty: 'vocab',
  JsonProperty: 'json',
  ListProperty: 'valueList',
  ListRelationship: 'objectList',
};

const kinds: ReadonlySet<string> = new Set(Object.keys(valueMemberOf));

export const isAttributeKind = (text: unknown): text is AttributeKind =>
  typeof text === 'string' && kinds.has(text);

/** Members that notifications tell (§5.2.15 `showChanges`), and nobody gives. */
export const outputOnlyMembers = [
  'previousValue',
  'previousObject',
  'previousLanguageMap',
  'previousVocab',
  'previousJson',
  'previousValueList',
  'previousObjectList',
] as const;

/** Members with a meaning of their own; every other member of an attribute is a sub-attribute. */
export const reservedMembers: ReadonlySet<string> = new Set([
  ...Object.values(valueMemberOf),
  'type',
  '@type',
  'datasetId',
  'observedAt',
  'unitCode',
  'objectType',
  'valueType',
  'createdAt',
  'modifiedAt',
  'deletedAt',
  'expiresAt',
  'entityIdSealed',
  'entityTypeSealed',
  'instanceId',
  'entity',
  'entityList',
  ...outputOnlyMembers,
  '@context',
]);
