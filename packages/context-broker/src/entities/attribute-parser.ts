import type { CompiledContext } from '@allmende/jsonld';
import { isJsonObject, type Finding } from '@allmende/kernel';
import { isGeometry } from '../query-language/geometry.ts';
import { isAttributeKind, NGSI_LD_NULL, reservedMembers, valueMemberOf } from './attribute-members.ts';
import { hasRules, isProofName, ruleFindings } from './attribute-rules.ts';
import { isDateTime, utcTime } from './date-time.ts';
import type { AttributeInstance, AttributeKind, Attributes } from './entity.ts';
import { isUri, parseValue } from './value-parser.ts';

/** What parsing needs, and where its findings go. */
export interface Parsing {
  readonly context: CompiledContext;
  /** Server time as ISO 8601 text; becomes createdAt and modifiedAt. */
  readonly now: string;
  readonly findings: Finding[];
  /** Remembers the last time, as most attributes of a message have the same. */
  readonly isDateTime: (value: unknown) => value is string;
  /** Whether urn:ngsi-ld:null may stand for deletion (merge and partial update only). */
  readonly nullDeletes: boolean;
  /** Partial attribute update: value and type may be left out. */
  readonly isPartial?: boolean;
  /** Merge: urn:ngsi-ld:null may also stand within values (§5.5.12). */
  readonly isMerge?: boolean;
}

type Json = Readonly<Record<string, unknown>>;

const DEPTH_LIMIT = 10;

/** A member name as a JSON pointer segment (RFC 6901). */
export const pointerSegment = (name: string): string =>
  name.includes('~') || name.includes('/') ? name.replace(/~/g, '~0').replace(/\//g, '~1') : name;

const inferredKind = (given: Json): AttributeKind | undefined => {
  if ('value' in given) return isGeometry(given['value']) ? 'GeoProperty' : 'Property';
  const pairs = Object.entries(valueMemberOf) as readonly [AttributeKind, string][];
  return pairs.find(([kind, member]) => kind !== 'GeoProperty' && member in given)?.[0];
};

const isInstance = (value: unknown): boolean =>
  isJsonObject(value) &&
  !isGeometry(value) &&
  (isAttributeKind(value['type']) || inferredKind(value) !== undefined);

/** Concise notation (§4.5.1): a bare value is a Property, a bare geometry a GeoProperty. */
const unabridged = (given: unknown): Json =>
  isJsonObject(given) && !isGeometry(given)
    ? given
    : { type: isGeometry(given) ? 'GeoProperty' : 'Property', value: given };

const parseKind = (given: Json, pointer: string, parsing: Parsing): AttributeKind | undefined => {
  const type = given['type'] ?? given['@type'];
  const kind = type === undefined ? inferredKind(given) : type;
  if (isAttributeKind(kind)) return kind;
  const detail =
    type === undefined
      ? `must have a type, or one of ${[...new Set(Object.values(valueMemberOf))].join(', ')}`
      : `${JSON.stringify(type)} is not a kind of attribute`;
  parsing.findings.push({ pointer: type === undefined ? pointer : `${pointer}/type`, detail });
  return undefined;
};

type Check = readonly [member: string, isValid: (value: unknown) => boolean, detail: string];

const checks: readonly Check[] = [
  ['observedAt', isDateTime, `must be ${utcTime}`],
  ['expiresAt', isDateTime, `must be ${utcTime}`],
  ['unitCode', (value) => typeof value === 'string' && value !== '', 'must be a UN/CEFACT code'],
  ['valueType', (value) => typeof value === 'string' && value !== '', 'must be the name of a datatype'],
  // It cannot be deleted (§5.5.8).
  ['datasetId', (value) => (isUri(value) && value !== NGSI_LD_NULL) || value === '@none', 'must be a URI'],
];

const commonMembers = (given: Json, pointer: string, parsing: Parsing): Partial<AttributeInstance> => {
  const { nullDeletes } = parsing;
  const members: Record<string, string> = {};
  for (const [member, isValid, detail] of checks) {
    const value = given[member];
    if (value === undefined) continue;
    if (isValid(value) || (nullDeletes && value === NGSI_LD_NULL && member !== 'datasetId'))
      members[member] = String(value);
    else parsing.findings.push({ pointer: `${pointer}/${member}`, detail });
  }
  if (members['datasetId'] === '@none') delete members['datasetId'];
  const { valueType } = members;
  if (valueType !== undefined && valueType !== NGSI_LD_NULL)
    members['valueType'] = parsing.context.expand(valueType);
  return { ...members, ...sealedMembers(given), ...objectTypeOf(given, pointer, parsing) };
};

/** What a proof seals (§4.5.2.2); `ruleFindings` refuses it elsewhere. */
const sealedMembers = ({ entityIdSealed, entityTypeSealed }: Json): Pick<AttributeInstance, 'sealed'> =>
  entityIdSealed === undefined && entityTypeSealed === undefined
    ? {}
    : {
        sealed: {
          ...(entityIdSealed === undefined ? {} : { entityIdSealed: String(entityIdSealed) }),
          ...(entityTypeSealed === undefined ? {} : { entityTypeSealed: String(entityTypeSealed) }),
        },
      };

const objectTypeOf = (
  given: Json,
  pointer: string,
  parsing: Parsing,
): Pick<AttributeInstance, 'objectType'> => {
  const { objectType } = given;
  if (objectType === undefined) return {};
  const names: readonly unknown[] = Array.isArray(objectType) ? objectType : [objectType];
  if (names.length > 0 && names.every((name) => typeof name === 'string' && name !== '')) {
    const [first, ...others] = names.map((name) => parsing.context.expand(String(name)));
    if (first !== undefined) return { objectType: others.length === 0 ? first : [first, ...others] };
  }
  parsing.findings.push({
    pointer: `${pointer}/objectType`,
    detail: 'must be a type name or an array of them',
  });
  return {};
};

const checkedValue = (
  kind: AttributeKind,
  given: Json,
  pointer: string,
  parsing: Parsing,
): { readonly value?: unknown } => {
  const member = valueMemberOf[kind];
  if (!(member in given) && parsing.isPartial === true) return {};
  const parsed: { readonly value: unknown } | { readonly problem: string } =
    given[member] === undefined
      ? { problem: 'is missing' }
      : parseValue(kind, given[member], parsing.context);
  if ('problem' in parsed) {
    parsing.findings.push({ pointer: `${pointer}/${member}`, detail: parsed.problem });
    return {};
  }
  if (parsed.value === NGSI_LD_NULL && !parsing.nullDeletes) {
    parsing.findings.push({
      pointer: `${pointer}/${member}`,
      detail: 'urn:ngsi-ld:null is not allowed here',
    });
  }
  return parsed;
};

const plainMembers: ReadonlySet<string> = new Set(['type', 'value', 'observedAt', 'unitCode']);

const isPlainValue = (value: unknown): boolean =>
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value !== NGSI_LD_NULL);

/** A plain value, perhaps with time and unit, as nearly all attributes are; undefined when a closer look is needed. */
const plainProperty = (
  given: unknown,
  name: string | undefined,
  parsing: Parsing,
): AttributeInstance | undefined => {
  if (!isJsonObject(given) || given['type'] !== 'Property' || !isPlainValue(given['value'])) return undefined;
  if (name !== undefined && hasRules(name)) return undefined;
  for (const member in given) if (!plainMembers.has(member)) return undefined;
  const { value, observedAt, unitCode } = given;
  if (observedAt !== undefined && !parsing.isDateTime(observedAt)) return undefined;
  if (unitCode !== undefined && (typeof unitCode !== 'string' || unitCode === '')) return undefined;
  const instance: { -readonly [Member in keyof AttributeInstance]: AttributeInstance[Member] } = {
    kind: 'Property',
    value,
    createdAt: parsing.now,
    modifiedAt: parsing.now,
  };
  if (observedAt !== undefined) instance.observedAt = observedAt;
  if (unitCode !== undefined) instance.unitCode = unitCode;
  return instance;
};

const parseInstance = (given: unknown, at: Place, parsing: Parsing): AttributeInstance | undefined =>
  plainProperty(given, at.name, parsing) ?? parseAnyInstance(given, at, parsing);

const parseAnyInstance = (given: unknown, at: Place, parsing: Parsing): AttributeInstance | undefined => {
  const { pointer, depth } = at;
  const full =
    given === NGSI_LD_NULL && parsing.nullDeletes ? { type: 'Property', value: given } : unabridged(given);
  const kind = parseKind(full, pointer, parsing);
  if (kind === undefined) return undefined;
  if (depth > DEPTH_LIMIT) {
    parsing.findings.push({ pointer, detail: `sub-attributes are nested deeper than ${DEPTH_LIMIT}` });
    return undefined;
  }
  const { name } = at;
  const isNull = full['value'] === NGSI_LD_NULL && parsing.nullDeletes;
  if (!isNull) {
    const { nullDeletes, isMerge = false } = parsing;
    const isProof = isProofName(name ?? at.subName);
    const ruled = { kind, given: full, pointer, isProof, nullsInValue: isMerge, nullDeletes };
    parsing.findings.push(...ruleFindings(name === undefined ? ruled : { ...ruled, name }));
  }
  const sub = parseSubAttributes(full, at, parsing);
  return {
    kind,
    value: undefined,
    ...checkedValue(kind, full, pointer, parsing),
    ...commonMembers(full, pointer, parsing),
    createdAt: parsing.now,
    modifiedAt: parsing.now,
    ...(sub === undefined ? {} : { sub }),
  };
};

const parseSubAttributes = (given: Json, at: Place, parsing: Parsing): Attributes | undefined => {
  const names = Object.keys(given).filter((name) => !reservedMembers.has(name));
  if (names.length === 0) return undefined;
  const sub: Record<string, readonly AttributeInstance[]> = {};
  for (const name of names) {
    const subName = parsing.context.expand(name);
    const place = { pointer: `${at.pointer}/${pointerSegment(name)}`, depth: at.depth + 1, subName };
    sub[subName] = parseInstances(given[name], place, parsing);
  }
  return sub;
};

/** Where parsing is: JSON pointer and depth (0 for an attribute of the entity). */
interface Place {
  readonly pointer: string;
  readonly depth: number;
  /** Expanded name of an attribute of the entity. */
  readonly name?: string;
  /** Expanded name of a sub-attribute. */
  readonly subName?: string;
}

/** Parses one attribute as given in normalized or concise form: an instance, or an array of them (§4.5.5). */
export const parseInstances = (given: unknown, at: Place, parsing: Parsing): readonly AttributeInstance[] => {
  if (!(Array.isArray(given) && given.length > 0 && given.every(isInstance))) {
    const instance = parseInstance(given, at, parsing);
    return instance === undefined ? [] : [instance];
  }
  const instances = given.flatMap(
    (item, index) => parseInstance(item, { ...at, pointer: `${at.pointer}/${index}` }, parsing) ?? [],
  );
  const ids = instances.map(({ datasetId }) => datasetId ?? '');
  if (new Set(ids).size < ids.length) {
    parsing.findings.push({ pointer: at.pointer, detail: 'two instances have the same datasetId (§4.5.5)' });
  }
  return instances;
};
