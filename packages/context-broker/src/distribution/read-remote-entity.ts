import { isJsonObject } from '@allmende/kernel';
import type { CompiledContext } from '@allmende/jsonld';
import { createDateTimeCheck, isDateTime } from '../entities/date-time.ts';
import { parseEntity } from '../entities/entity-parser.ts';
import type { AttributeInstance, Attributes, Entity } from '../entities/entity.ts';

type Json = Readonly<Record<string, unknown>>;

interface Times {
  readonly createdAt?: string;
  readonly modifiedAt?: string;
}

/** The times that a source gives; those of an entity or attribute that lack them count as of now. */
export const timesIn = (given: unknown): Times => {
  if (!isJsonObject(given)) return {};
  const { createdAt, modifiedAt } = given;
  return {
    ...(isDateTime(createdAt) ? { createdAt } : {}),
    ...(isDateTime(modifiedAt) ? { modifiedAt } : {}),
  };
};

/** An instance with the times that it is given with, its sub-attributes too. */
export const withTimes = (
  instance: AttributeInstance,
  given: unknown,
  context: CompiledContext,
): AttributeInstance => {
  const { sub } = instance;
  return {
    ...instance,
    ...timesIn(given),
    ...(sub === undefined || !isJsonObject(given) ? {} : { sub: attributesWithTimes(sub, given, context) }),
  };
};

const attributesWithTimes = (attributes: Attributes, given: Json, context: CompiledContext): Attributes => {
  const givenByName = new Map(Object.entries(given).map(([name, value]) => [context.expand(name), value]));
  return Object.fromEntries(
    Object.entries(attributes).map(([name, instances]) => {
      const raw = givenByName.get(name);
      const all: readonly unknown[] = Array.isArray(raw) && instances.length > 1 ? raw : [raw].flat();
      return [name, instances.map((instance, index) => withTimes(instance, all[index], context))];
    }),
  );
};

/** Reads an entity that a source answered; rejects what is none. `now` is the time that counts for what has none. */
export const readRemoteEntity = (given: unknown, context: CompiledContext, now: string): Entity => {
  const entity = parseEntity(given, {
    context,
    now,
    findings: [],
    isDateTime: createDateTimeCheck(),
    nullDeletes: false,
  });
  if (!isJsonObject(given)) return entity;
  return {
    ...entity,
    ...timesIn(given),
    attributes: attributesWithTimes(entity.attributes, given, context),
  };
};
