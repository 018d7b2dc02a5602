import { isJsonObject } from '@allmende/kernel';
import {
  type AttributeInstance,
  attributeNames,
  contentOf,
  instancesOf,
  type NgsiLdEntity,
} from './ngsi-ld-entity.ts';

const keyOf = ({ datasetId = '' }: { readonly datasetId?: unknown }): string => String(datasetId);

/** What a broker has now: attribute and datasetId to the instance, as far as it could be read. */
export type Current = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Reads an entity as a broker presents it. */
export const currentOf = (entity: Readonly<Record<string, unknown>>): Current => {
  const current = new Map<string, Readonly<Record<string, unknown>>>();
  for (const [name, given] of Object.entries(entity)) {
    for (const instance of Array.isArray(given) ? (given as readonly unknown[]) : [given]) {
      if (isJsonObject(instance)) current.set(`${name} ${keyOf(instance)}`, instance);
    }
  }
  return current;
};

const isSame = (stored: Readonly<Record<string, unknown>>, instance: AttributeInstance): boolean =>
  ['value', 'object', 'languageMap'].some(
    (member) =>
      stored[member] !== undefined && JSON.stringify(stored[member]) === JSON.stringify(contentOf(instance)),
  ) && stored['unitCode'] === instance.unitCode;

/** Whether an instance is to become the current one. */
const supersedes = (
  instance: AttributeInstance,
  stored: Readonly<Record<string, unknown>> | undefined,
): boolean => {
  if (stored === undefined) return true;
  const { observedAt } = instance;
  const storedAt = stored['observedAt'];
  // a value of unknown time does not replace a measured one
  if (observedAt === undefined) return storedAt === undefined && !isSame(stored, instance);
  return typeof storedAt !== 'string' || Date.parse(observedAt) > Date.parse(storedAt);
};

const time = ({ observedAt }: AttributeInstance): number =>
  observedAt === undefined ? -Infinity : Date.parse(observedAt);

/** An entity's instances: those that become current, and those that belong to the past. */
export interface Division {
  readonly current: NgsiLdEntity;
  readonly past: NgsiLdEntity;
}

/** Divides an entity by what the broker has; what is neither newer nor timed is left out. */
export const divide = (entity: NgsiLdEntity, stored: Current): Division => {
  const { id, type } = entity;
  const current: Record<string, readonly AttributeInstance[]> = {};
  const past: Record<string, readonly AttributeInstance[]> = {};
  for (const name of attributeNames(entity)) {
    const groups = Map.groupBy(instancesOf(entity, name), keyOf);
    for (const [dataset, instances] of groups) {
      const newest = instances.reduce((a, b) => (time(b) > time(a) ? b : a));
      const isNew = supersedes(newest, stored.get(`${name} ${dataset}`));
      const others = instances.filter((instance) => instance !== newest || !isNew);
      const timed = others.filter(({ observedAt }) => observedAt !== undefined);
      if (isNew) current[name] = [...(current[name] ?? []), newest];
      if (timed.length > 0) past[name] = [...(past[name] ?? []), ...timed];
    }
  }
  return { current: { id, type, ...simplified(current) }, past: { id, type, ...past } };
};

/** A single instance stands for itself. */
const simplified = (
  attributes: Readonly<Record<string, readonly AttributeInstance[]>>,
): Record<string, AttributeInstance | readonly AttributeInstance[]> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, instances]) => {
      const [first, ...others] = instances;
      return [name, first !== undefined && others.length === 0 ? first : instances];
    }),
  );
