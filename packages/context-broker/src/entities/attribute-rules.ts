import { isJsonObject, type Finding } from '@allmende/kernel';
import { NGSI_LD_NULL, outputOnlyMembers, valueMemberOf } from './attribute-members.ts';
import type { AttributeKind } from './entity.ts';
import { isUri } from './value-parser.ts';

type Json = Readonly<Record<string, unknown>>;

/** One attribute instance under scrutiny. */
export interface RuledInstance {
  readonly kind: AttributeKind;
  readonly given: Json;
  readonly pointer: string;
  /** Expanded name; absent for a sub-attribute. */
  readonly name?: string;
  /** Whether it is a signature (`ngsildproof`, §4.5.2.2), of the entity or of an attribute. */
  readonly isProof: boolean;
  /** Whether urn:ngsi-ld:null may stand within a value (merge only, §5.5.12). */
  readonly nullsInValue: boolean;
  /** Whether urn:ngsi-ld:null as the whole value stands for deletion. */
  readonly nullDeletes: boolean;
}

const NGSI_LD = 'https://uri.etsi.org/ngsi-ld/';
const PROOF = `${NGSI_LD}ngsildproof`;

const unitless: ReadonlySet<AttributeKind> = new Set([
  'Relationship',
  'LanguageProperty',
  'VocabProperty',
  'JsonProperty',
  'ListRelationship',
]);

/** Core GeoProperties of an entity (§4.7.1). */
const geoProperties: ReadonlySet<string> = new Set(
  ['location', 'observationSpace', 'operationSpace'].map((name) => NGSI_LD + name),
);

/** Whether an attribute or sub-attribute of this expanded name is a signature. */
export const isProofName = (name: string | undefined): boolean => name === PROOF;

/** Whether there are rules for an attribute of this expanded name. */
export const hasRules = (name: string): boolean => name === PROOF || geoProperties.has(name);

/** Whether the NGSI-LD null occurs anywhere inside a value (not as the value itself). */
const holdsNull = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).some((member) => member === NGSI_LD_NULL || holdsNull(member));

const valueMembers: ReadonlySet<string> = new Set(Object.values(valueMemberOf));
const neverGiven: ReadonlySet<string> = new Set(outputOnlyMembers);

const forbiddenMembers = ({ kind, given, pointer }: RuledInstance): readonly string[] => {
  const own = valueMemberOf[kind];
  return Object.keys(given).filter(
    (member) =>
      given[member] !== undefined &&
      ((valueMembers.has(member) && member !== own) ||
        neverGiven.has(member) ||
        // The context of a body that is one attribute stands beside its members.
        (member === '@context' && pointer !== '') ||
        (member === 'unitCode' && unitless.has(kind))),
  );
};

const sealed = ['entityIdSealed', 'entityTypeSealed'] as const;

/** The proof of an entity (§4.5.2.2): only `ngsildproof` may seal, and its value is an object. */
const proofFindings = ({ isProof, kind, given, pointer }: RuledInstance): readonly Finding[] => {
  if (!isProof) {
    return sealed
      .filter((member) => given[member] !== undefined)
      .map((member) => ({ pointer: `${pointer}/${member}`, detail: 'is only allowed in ngsildproof' }));
  }
  const { value, entityIdSealed, entityTypeSealed } = given;
  return [
    ...(kind === 'Property' && isJsonObject(value)
      ? []
      : [{ pointer: `${pointer}/value`, detail: 'must be a proof object' }]),
    ...(entityIdSealed === undefined || isUri(entityIdSealed)
      ? []
      : [{ pointer: `${pointer}/entityIdSealed`, detail: 'must be a URI' }]),
    ...(entityTypeSealed === undefined || typeof entityTypeSealed === 'string'
      ? []
      : [{ pointer: `${pointer}/entityTypeSealed`, detail: 'must be a type name' }]),
  ];
};

const isJson = (value: unknown): boolean =>
  isJsonObject(value) || (Array.isArray(value) && value.every(isJsonObject)) || value === NGSI_LD_NULL;

const valueFindings = ({
  kind,
  given,
  pointer,
  nullsInValue,
  nullDeletes,
}: RuledInstance): readonly Finding[] => {
  const member = valueMemberOf[kind];
  const value = given[member];
  const isDeletion =
    nullDeletes && kind === 'LanguageProperty' && isJsonObject(value) && value['@none'] === NGSI_LD_NULL;
  const at = `${pointer}/${member}`;
  return [
    ...(kind === 'JsonProperty' && value !== undefined && !isJson(value)
      ? [{ pointer: at, detail: 'must be a JSON object or an array of them' }]
      : []),
    ...(!nullsInValue && !isDeletion && holdsNull(value)
      ? [{ pointer: at, detail: 'must not hold urn:ngsi-ld:null (§5.5.4)' }]
      : []),
  ];
};

/** What kinds of attribute allow beside their value (§4.5.2–§4.5.24, §4.7.1, §5.2.32). */
export const ruleFindings = (instance: RuledInstance): readonly Finding[] => {
  const { kind, given, pointer, name } = instance;
  const { valueType } = given;
  return [
    ...forbiddenMembers(instance).map((member) => ({
      pointer: `${pointer}/${member}`,
      detail: `is not allowed in a ${kind}`,
    })),
    ...proofFindings(instance),
    ...valueFindings(instance),
    ...(kind === 'LanguageProperty' && valueType !== undefined && valueType !== 'langString'
      ? [{ pointer: `${pointer}/valueType`, detail: 'must be langString' }]
      : []),
    ...(name !== undefined && geoProperties.has(name) && kind !== 'GeoProperty'
      ? [{ pointer, detail: 'must be a GeoProperty' }]
      : []),
  ];
};
