import { isAttributeKind, reservedMembers, valueMemberOf } from './attribute-members.ts';
import type { AttributeInstance, AttributeKind } from './entity.ts';
import { instanceIdOf, type InstanceStamp, type Times } from './entity-stamps.ts';
import { many, one, type Names } from './stored-names.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Attribute instances as `doc` holds them. */
export const createInstanceWriter = ({ compact, sub: subName }: Names) => {
  const shownValue = ({ kind, value }: AttributeInstance): unknown => {
    if (kind === 'VocabProperty') return Array.isArray(value) ? value.map(compact) : compact(String(value));
    if (kind === 'ListRelationship') return many(value).map((object) => ({ object }));
    return value;
  };
  const instance = (given: AttributeInstance): Json => {
    const { kind, objectType, datasetId, observedAt, unitCode, valueType, sealed, sub } = given;
    const json: Record<string, unknown> = { type: kind, [valueMemberOf[kind]]: shownValue(given) };
    if (objectType !== undefined) json['objectType'] = one(many(objectType).map(compact));
    if (datasetId !== undefined) json['datasetId'] = datasetId;
    if (observedAt !== undefined) json['observedAt'] = observedAt;
    if (unitCode !== undefined) json['unitCode'] = unitCode;
    if (valueType !== undefined) json['valueType'] = compact(valueType);
    if (sealed !== undefined) Object.assign(json, sealed);
    if (sub !== undefined) {
      for (const name in sub) json[subName(name)] = all(sub[name] ?? []);
    }
    return json;
  };
  const all = (instances: readonly AttributeInstance[]): unknown => {
    const [first] = instances;
    return first !== undefined && instances.length === 1 ? instance(first) : instances.map(instance);
  };
  return { instance, all };
};

type StampOfInstance = (index: number) => InstanceStamp;

/** Of a sub-attribute: it has the times of its attribute and no id. */
const withoutId = (stamp: InstanceStamp): InstanceStamp => ({ ...stamp, write: '' });

interface Building {
  kind: AttributeKind;
  value: unknown;
  createdAt: string;
  modifiedAt: string;
  objectType?: string | readonly string[];
  datasetId?: string;
  observedAt?: string;
  unitCode?: string;
  valueType?: string;
  instanceId?: string;
  expiresAt?: string;
  sealed?: { entityIdSealed?: string; entityTypeSealed?: string };
  sub?: Record<string, readonly AttributeInstance[]>;
}

/** Attribute instances from what `doc` holds of them; `name` is the stored name of the attribute. */
export const createInstanceReader = ({ expand }: Names, times: Times) => {
  const readValue = (kind: AttributeKind, given: unknown): unknown => {
    if (kind === 'VocabProperty') return Array.isArray(given) ? given.map(expand) : expand(String(given));
    if (kind === 'ListRelationship') return (given as readonly Json[]).map(({ object }) => object);
    return given;
  };
  const addMember = (built: Building, name: string, value: unknown, stamp: InstanceStamp): void => {
    if (name === 'observedAt' || name === 'unitCode' || name === 'datasetId' || name === 'expiresAt')
      built[name] = String(value);
    else if (name === 'entityIdSealed' || name === 'entityTypeSealed')
      built.sealed = { ...built.sealed, [name]: String(value) };
    else if (name === 'valueType') built.valueType = expand(String(value));
    else if (name === 'objectType')
      built.objectType = Array.isArray(value) ? value.map(expand) : expand(String(value));
    else if (!reservedMembers.has(name)) {
      built.sub ??= {};
      built.sub[expand(name)] = all(value, name, () => withoutId(stamp));
    }
  };
  const instance = (json: Json, name: string, stamp: InstanceStamp): AttributeInstance => {
    const { type } = json;
    const kind: AttributeKind = isAttributeKind(type) ? type : 'Property';
    const member = valueMemberOf[kind];
    const built: Building = {
      kind,
      value: readValue(kind, json[member]),
      createdAt: times.text(stamp.createdMs),
      modifiedAt: times.text(stamp.modifiedMs),
    };
    for (const key in json) {
      if (key !== 'type' && key !== member) addMember(built, key, json[key], stamp);
    }
    if (stamp.write !== '') built.instanceId = instanceIdOf(stamp.write, name, built.datasetId);
    return built;
  };
  const all = (
    json: unknown,
    name: string,
    stampOfInstance: StampOfInstance,
  ): readonly AttributeInstance[] =>
    Array.isArray(json)
      ? (json as readonly Json[]).map((one, index) => instance(one, name, stampOfInstance(index)))
      : [instance(json as Json, name, stampOfInstance(0))];
  return { instance, all };
};
