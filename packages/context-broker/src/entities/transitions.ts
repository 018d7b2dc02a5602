import { attributeNotFound, badRequestData, brokerProblems, entityNotFound } from '../problems.ts';
import { DomainError, isJsonObject } from '@allmende/kernel';
import { NGSI_LD_NULL } from './attribute-members.ts';
import type { AttributeInstance, Attributes, Entity } from './entity.ts';
import type { EntityFragment } from './entity-parser.ts';
import type { Transition } from './entity-store.ts';

const withDefault = ({ datasetId = '' }: AttributeInstance): string => datasetId;

/** Whether an instance says: delete me (§4.5.0). */
export const isDeletion = ({ value }: AttributeInstance): boolean =>
  value === NGSI_LD_NULL || (isJsonObject(value) && value['@none'] === NGSI_LD_NULL);

const existing = (before: Entity | undefined, entityId: string): Entity => {
  if (before === undefined) throw entityNotFound(entityId);
  return before;
};

const withoutEmpty = (attributes: Attributes): Attributes => {
  for (const name in attributes) {
    if (attributes[name]?.length === 0) {
      return Object.fromEntries(Object.entries(attributes).filter(([, instances]) => instances.length > 0));
    }
  }
  return attributes;
};

/** A new instance in an old one's place keeps the date of creation. */
const succeeding = (next: AttributeInstance, previous: AttributeInstance | undefined): AttributeInstance =>
  previous === undefined ? next : { ...next, createdAt: previous.createdAt };

/** Puts instances in the place of those with the same datasetId; keeps the others. */
const overwrite = (
  before: readonly AttributeInstance[],
  given: readonly AttributeInstance[],
): readonly AttributeInstance[] => {
  const byDataset = new Map(before.map((instance) => [withDefault(instance), instance]));
  for (const instance of given) {
    const key = withDefault(instance);
    if (isDeletion(instance)) byDataset.delete(key);
    else byDataset.set(key, succeeding(instance, byDataset.get(key)));
  }
  return [...byDataset.values()];
};

const unionOf = (a: readonly string[], b: readonly string[] = []): readonly string[] => [
  ...new Set([...a, ...b]),
];

/** The NGSI-LD null says that an entity is to stay; nothing given leaves it as it was (§4.22). */
const withExpiry = (entity: Entity, expiresAt: string | undefined): Entity => {
  if (expiresAt === undefined) return entity;
  const { expiresAt: _previous, ...rest } = entity;
  return expiresAt === NGSI_LD_NULL ? rest : { ...rest, expiresAt };
};

const withScopes = (entity: Entity, scopes: readonly string[] | undefined): Entity => {
  if (scopes === undefined) return entity;
  const { scopes: _previous, ...rest } = entity;
  return scopes.length === 0 ? rest : { ...rest, scopes };
};

/** Create Entity (§5.6.1). */
export const creation =
  (entity: Entity): Transition =>
  (before) => {
    if (before === undefined) return entity;
    throw new DomainError(
      brokerProblems.alreadyExists,
      `Entity ${entity.id} already exists. Merge, update or replace it to change it.`,
    );
  };

/** Replace Entity (§5.6.18): all attributes are those given; the date of creation stays. */
export const replacement =
  (entityId: string, fragment: EntityFragment, now: string): Transition =>
  (before) => {
    const { types, createdAt } = existing(before, entityId);
    return {
      id: entityId,
      types: fragment.types ?? types,
      ...(fragment.scopes === undefined || fragment.scopes.length === 0 ? {} : { scopes: fragment.scopes }),
      createdAt,
      modifiedAt: now,
      ...(fragment.expiresAt === undefined ? {} : { expiresAt: fragment.expiresAt }),
      attributes: withoutEmpty(fragment.attributes),
    };
  };

/** What an append or update did not do, by attribute name. */
export interface Unchanged {
  readonly attribute: string;
  readonly reason: string;
}

export interface AttributeChange {
  readonly entityId: string;
  readonly fragment: EntityFragment;
  readonly now: string;
  /** Filled by the transition with expanded names. */
  readonly updated: string[];
  readonly notUpdated: Unchanged[];
}

const changed = (before: Entity, change: AttributeChange, attributes: Attributes): Entity => {
  const { fragment, now } = change;
  const entity = {
    ...before,
    types: unionOf(before.types, fragment.types),
    modifiedAt: now,
    attributes: withoutEmpty(attributes),
  };
  return withExpiry(withScopes(entity, fragment.scopes), fragment.expiresAt);
};

const changesNothing = ({ updated, fragment: { scopes, types, expiresAt } }: AttributeChange): boolean =>
  updated.length === 0 && [scopes, types, expiresAt].every((member) => member === undefined);

/** Append Attributes (§5.6.3): adds, and overwrites unless told not to; scopes are then added to those there are. */
export const appending =
  (change: AttributeChange, { overwrites }: { readonly overwrites: boolean }): Transition =>
  (before) => {
    const entity = existing(before, change.entityId);
    const attributes: Record<string, readonly AttributeInstance[]> = { ...entity.attributes };
    for (const [name, given] of Object.entries(change.fragment.attributes)) {
      const present = attributes[name] ?? [];
      const known = new Set(present.map(withDefault));
      const fresh = overwrites ? given : given.filter((instance) => !known.has(withDefault(instance)));
      if (fresh.length < given.length) {
        change.notUpdated.push({ attribute: name, reason: 'already exists and is not to be overwritten' });
      }
      if (fresh.length === 0) continue;
      attributes[name] = overwrite(present, fresh);
      change.updated.push(name);
    }
    const { scopes } = change.fragment;
    const made =
      overwrites || scopes === undefined
        ? change
        : { ...change, fragment: { ...change.fragment, scopes: unionOf(entity.scopes ?? [], scopes) } };
    return changesNothing(made) ? entity : changed(entity, made, attributes);
  };

/**
 * Update Attributes (§5.6.2): overwrites those that exist and adds the others. What is not there cannot be deleted,
 * and an entity without scope does not get one (§4.18).
 */
export const updating =
  (change: AttributeChange): Transition =>
  (before) => {
    const entity = existing(before, change.entityId);
    const attributes: Record<string, readonly AttributeInstance[]> = { ...entity.attributes };
    for (const [name, given] of Object.entries(change.fragment.attributes)) {
      const present = attributes[name];
      if (present === undefined && given.every(isDeletion)) {
        change.notUpdated.push({ attribute: name, reason: 'does not exist' });
      } else {
        attributes[name] = overwrite(present ?? [], given);
        change.updated.push(name);
      }
    }
    const { scopes, ...fragment } = change.fragment;
    const isScopeKept = scopes !== undefined && entity.scopes === undefined;
    if (isScopeKept) change.notUpdated.push({ attribute: 'scope', reason: 'does not exist' });
    const made = isScopeKept ? { ...change, fragment } : change;
    return changesNothing(made) ? entity : changed(entity, made, attributes);
  };

const mergedValue = (before: unknown, given: unknown): unknown => {
  if (!isJsonObject(before) || !isJsonObject(given)) return given;
  const merged: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(given)) {
    if (value === NGSI_LD_NULL || value === null) delete merged[key];
    else merged[key] = mergedValue(before[key], value);
  }
  return merged;
};

const mergedSub = (before: Attributes = {}, given: Attributes = {}): Attributes | undefined => {
  const merged: Record<string, readonly AttributeInstance[]> = { ...before };
  for (const [name, instances] of Object.entries(given)) {
    merged[name] = mergedInstances(before[name] ?? [], instances);
  }
  const left = withoutEmpty(merged);
  return Object.keys(left).length === 0 ? undefined : left;
};

/** Members given as urn:ngsi-ld:null go. */
const withoutNulls = (instance: AttributeInstance): AttributeInstance => {
  const entries = Object.entries(instance).filter(
    ([member, value]) => member === 'value' || value !== NGSI_LD_NULL,
  );
  return Object.fromEntries(entries) as unknown as AttributeInstance;
};

const mergedInstance = (previous: AttributeInstance, given: AttributeInstance): AttributeInstance => {
  if (previous.kind !== given.kind) return succeeding(given, previous);
  const { sub: _sub, instanceId: _id, ...rest } = { ...previous, ...given };
  const sub = mergedSub(previous.sub, given.sub);
  return withoutNulls({
    ...rest,
    value:
      given.value === undefined
        ? previous.value
        : given.kind === 'GeoProperty'
          ? given.value
          : mergedValue(previous.value, given.value),
    createdAt: previous.createdAt,
    ...(sub === undefined ? {} : { sub }),
  });
};

const mergedInstances = (
  before: readonly AttributeInstance[],
  given: readonly AttributeInstance[],
): readonly AttributeInstance[] => {
  const byDataset = new Map(before.map((instance) => [withDefault(instance), instance]));
  for (const instance of given) {
    const key = withDefault(instance);
    const previous = byDataset.get(key);
    if (isDeletion(instance)) byDataset.delete(key);
    else
      byDataset.set(
        key,
        previous === undefined ? withoutNulls(instance) : mergedInstance(previous, instance),
      );
  }
  return [...byDataset.values()];
};

/** Merge Entity (§5.6.17): JSON merge patch over attributes, sub-attributes and values. */
export const merging =
  (change: AttributeChange): Transition =>
  (before) => {
    const entity = existing(before, change.entityId);
    const attributes: Record<string, readonly AttributeInstance[]> = { ...entity.attributes };
    for (const [name, given] of Object.entries(change.fragment.attributes)) {
      attributes[name] = mergedInstances(attributes[name] ?? [], given);
      change.updated.push(name);
    }
    return changed(entity, change, attributes);
  };

/** Whose attribute instance is meant. */
export interface AttributeTarget {
  readonly entityId: string;
  /** Expanded name, and the name as the user gave it for messages. */
  readonly name: string;
  readonly givenName: string;
  readonly datasetId?: string;
  readonly now: string;
}

const targeted = (
  entity: Entity,
  { name, givenName, datasetId = '' }: AttributeTarget,
): AttributeInstance => {
  const found = entity.attributes[name]?.find((instance) => withDefault(instance) === datasetId);
  if (found === undefined) throw attributeNotFound(entity.id, givenName);
  return found;
};

const withInstances = (
  entity: Entity,
  { name, now }: AttributeTarget,
  instances: readonly AttributeInstance[],
): Entity => ({
  ...entity,
  modifiedAt: now,
  attributes: withoutEmpty({ ...entity.attributes, [name]: instances }),
});

/** Sub-attributes that are given take the place of the old ones, or remove them. */
const replacedSub = (before: Attributes = {}, given: Attributes = {}): Attributes | undefined => {
  const replaced: Record<string, readonly AttributeInstance[]> = { ...before };
  for (const [name, instances] of Object.entries(given)) {
    replaced[name] = overwrite(before[name] ?? [], instances);
  }
  const left = withoutEmpty(replaced);
  return Object.keys(left).length === 0 ? undefined : left;
};

/** Partial Attribute update (§5.6.4): only the members given change. */
export const partialUpdate =
  (target: AttributeTarget, given: AttributeInstance): Transition =>
  (before) => {
    const entity = existing(before, target.entityId);
    const previous = targeted(entity, target);
    if (given.value !== undefined && previous.kind !== given.kind && !isDeletion(given)) {
      throw badRequestData(
        `Attribute ${target.givenName} is a ${previous.kind}, not a ${given.kind}. Replace it to change its kind.`,
        [{ pointer: '/type', detail: `must be ${previous.kind}` }],
      );
    }
    const { sub: _sub, instanceId: _id, ...rest } = { ...previous, ...given, kind: previous.kind };
    const sub = replacedSub(previous.sub, given.sub);
    const next: AttributeInstance = {
      ...rest,
      value: given.value === undefined ? previous.value : given.value,
      createdAt: previous.createdAt,
      ...(sub === undefined ? {} : { sub }),
    };
    const instances = (entity.attributes[target.name] ?? []).flatMap((instance) => {
      if (instance !== previous) return [instance];
      return isDeletion(given) ? [] : [withoutNulls(next)];
    });
    return withInstances(entity, target, instances);
  };

/** Replace Attribute (§5.6.19): one instance, or all of a multi-attribute, as given. */
export const attributeReplacement =
  (target: AttributeTarget, given: readonly AttributeInstance[]): Transition =>
  (before) => {
    const entity = existing(before, target.entityId);
    const present = entity.attributes[target.name] ?? [];
    const known = new Set(present.map(withDefault));
    if (!given.every((instance) => known.has(withDefault(instance))))
      throw attributeNotFound(entity.id, target.givenName);
    return withInstances(entity, target, overwrite(present, given));
  };

/** Delete Attribute (§5.6.5): the default instance, one by datasetId, or all. */
export const attributeDeletion =
  (target: AttributeTarget, { deleteAll }: { readonly deleteAll: boolean }): Transition =>
  (before) => {
    const entity = existing(before, target.entityId);
    const present = entity.attributes[target.name];
    if (deleteAll) {
      if (present === undefined) throw attributeNotFound(entity.id, target.givenName);
      return withInstances(entity, target, []);
    }
    const gone = targeted(entity, target);
    return withInstances(
      entity,
      target,
      (present ?? []).filter((instance) => instance !== gone),
    );
  };

/** Delete Entity (§5.6.6). */
export const deletion =
  (entityId: string): Transition =>
  (before) => {
    existing(before, entityId);
    return undefined;
  };
