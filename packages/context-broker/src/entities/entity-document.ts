import type { CompiledContext } from '@allmende/jsonld';
import { isAttributeKind, reservedMembers, valueMemberOf } from './attribute-members.ts';
import type { AttributeInstance, AttributeKind, Entity } from './entity.ts';
import {
  createTimes,
  stampEntity,
  stampOf,
  type InstanceStamp,
  type StoredStamps,
  type Times,
} from './entity-stamps.ts';

/**
 * How an entity is kept: `doc` is its normalized representation (§4.5.1) with names of the core context, as most
 * readers get it; `sys` holds what only some ask for, times and instance ids. Times in milliseconds.
 */
export interface EntityRow {
  readonly doc: string;
  readonly sys: string;
}

type Json = Record<string, unknown>;

export interface EntityCodec {
  /** Instances without an id get one of the write `writeId`, a URI that no other write has. */
  toRow(entity: Entity, writeId: string): EntityRow;
  toEntity(row: EntityRow): Entity;
  /** The member of `doc` that holds an attribute, by its expanded name. */
  nameInDocument(iri: string): string;
}

const entityMembers: ReadonlySet<string> = new Set([
  'id',
  'type',
  'scope',
  'createdAt',
  'modifiedAt',
  'deletedAt',
  '@context',
]);

const one = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : values);
const many = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]) as string[];

/** Remembers the answers of a pure function of names. */
const remembering = (resolve: (name: string) => string): ((name: string) => string) => {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const answer = resolve(name);
    if (known.size >= 10_000) known.clear();
    known.set(name, answer);
    return answer;
  };
};

/** Names as stored, both ways. A name that would be taken for a member stays an IRI. */
interface Names {
  readonly expand: (name: string) => string;
  readonly compact: (iri: string) => string;
  readonly attribute: (iri: string) => string;
  readonly sub: (iri: string) => string;
}

const createNames = (core: CompiledContext): Names => {
  const compact = remembering(core.compact);
  const compactUnless = (reserved: ReadonlySet<string>) =>
    remembering((iri) => (reserved.has(compact(iri)) ? iri : compact(iri)));
  return {
    expand: remembering(core.expand),
    compact,
    attribute: compactUnless(entityMembers),
    sub: compactUnless(reservedMembers),
  };
};

const createInstanceWriter = ({ compact, sub: subName }: Names) => {
  const shownValue = ({ kind, value }: AttributeInstance): unknown => {
    if (kind === 'VocabProperty') return Array.isArray(value) ? value.map(compact) : compact(String(value));
    if (kind === 'ListRelationship') return many(value).map((object) => ({ object }));
    return value;
  };
  const writeInstance = (instance: AttributeInstance): Json => {
    const { kind, objectType, datasetId, observedAt, unitCode, sub } = instance;
    const json: Json = { type: kind, [valueMemberOf[kind]]: shownValue(instance) };
    if (objectType !== undefined) json['objectType'] = one(many(objectType).map(compact));
    if (datasetId !== undefined) json['datasetId'] = datasetId;
    if (observedAt !== undefined) json['observedAt'] = observedAt;
    if (unitCode !== undefined) json['unitCode'] = unitCode;
    if (sub !== undefined) {
      for (const [name, instances] of Object.entries(sub)) json[subName(name)] = writeInstances(instances);
    }
    return json;
  };
  const writeInstances = (instances: readonly AttributeInstance[]): unknown => {
    const [first] = instances;
    return first !== undefined && instances.length === 1
      ? writeInstance(first)
      : instances.map(writeInstance);
  };
  return writeInstances;
};

type StampOfInstance = (index: number, instance: Json) => InstanceStamp;

const plainMembers: ReadonlySet<string> = new Set(['datasetId', 'observedAt', 'unitCode']);

const createInstanceReader = ({ expand }: Names, times: Times) => {
  const readValue = (kind: AttributeKind, given: unknown): unknown => {
    if (kind === 'VocabProperty') return Array.isArray(given) ? given.map(expand) : expand(String(given));
    if (kind === 'ListRelationship') return (given as readonly Json[]).map(({ object }) => object);
    return given;
  };
  const readInstance = (json: Json, stamp: InstanceStamp): AttributeInstance => {
    const { type } = json;
    const kind: AttributeKind = isAttributeKind(type) ? type : 'Property';
    const instance: Json = { kind, value: readValue(kind, json[valueMemberOf[kind]]) };
    let sub: Record<string, readonly AttributeInstance[]> | undefined;
    for (const name in json) {
      if (plainMembers.has(name)) instance[name] = json[name];
      else if (name === 'objectType') {
        const given = json[name];
        instance[name] = Array.isArray(given) ? given.map(expand) : expand(String(given));
      } else if (!reservedMembers.has(name)) {
        sub ??= {};
        sub[expand(name)] = readInstances(json[name], () => ({ ...stamp, instanceId: '' }));
      }
    }
    instance['createdAt'] = times.text(stamp.createdMs);
    instance['modifiedAt'] = times.text(stamp.modifiedMs);
    if (stamp.instanceId !== '') instance['instanceId'] = stamp.instanceId;
    if (sub !== undefined) instance['sub'] = sub;
    return instance as unknown as AttributeInstance;
  };
  const readInstances = (json: unknown, stampOfInstance: StampOfInstance): readonly AttributeInstance[] => {
    const all = (Array.isArray(json) ? json : [json]) as readonly Json[];
    return all.map((instance, index) => readInstance(instance, stampOfInstance(index, instance)));
  };
  return readInstances;
};

/** Writes and reads entities as rows; `core` is the compiled core context. */
export const createEntityCodec = (core: CompiledContext): EntityCodec => {
  const names = createNames(core);
  const times = createTimes();
  const writeInstances = createInstanceWriter(names);
  const readInstances = createInstanceReader(names, times);
  return {
    toRow: (entity, writeId) => {
      const doc: Json = { id: entity.id, type: one(entity.types.map(names.compact)) };
      if (entity.scopes !== undefined) doc['scope'] = one(entity.scopes);
      for (const [name, instances] of Object.entries(entity.attributes)) {
        doc[names.attribute(name)] = writeInstances(instances);
      }
      const stamps = stampEntity(entity, { writeId, times, nameOf: names.attribute });
      return { doc: JSON.stringify(doc), sys: JSON.stringify(stamps) };
    },
    toEntity: ({ doc, sys }) => {
      const json = JSON.parse(doc) as Json;
      const stamps = JSON.parse(sys) as StoredStamps;
      const attributes: Record<string, readonly AttributeInstance[]> = {};
      for (const name in json) {
        if (entityMembers.has(name)) continue;
        attributes[names.expand(name)] = readInstances(json[name], (index, { datasetId }) =>
          stampOf(stamps, name, {
            index,
            datasetId: datasetId === undefined ? undefined : String(datasetId),
          }),
        );
      }
      return {
        id: String(json['id']),
        types: many(json['type']).map(names.expand),
        ...(json['scope'] === undefined ? {} : { scopes: many(json['scope']) }),
        createdAt: times.text(stamps.c),
        modifiedAt: times.text(stamps.n),
        attributes,
      };
    },
    nameInDocument: names.attribute,
  };
};
