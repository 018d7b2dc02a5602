import { isJsonObject } from '@allmende/kernel';
import type { CompiledContext } from '@allmende/jsonld';
import { createDateTimeCheck, isDateTime } from '../../entities/date-time.ts';
import type { AttributeInstance } from '../../entities/entity.ts';
import { isUri } from '../../entities/value-parser.ts';
import { parseEvolution } from '../../temporal/evolution-parser.ts';
import type { PastInstance, TemporalEntity } from '../../temporal/temporal-store.ts';
import { timesIn, withTimes } from '../read-remote-entity.ts';

/** What else a source tells of an instance of the past. */
const pastMembers = (given: unknown): Pick<PastInstance, 'deletedAt' | 'instanceId'> => {
  if (!isJsonObject(given)) return {};
  const { deletedAt, instanceId } = given;
  return {
    ...(isDateTime(deletedAt) ? { deletedAt } : {}),
    ...(isUri(instanceId) ? { instanceId } : {}),
  };
};

/** Instances with the times that they are given with; each of `given` is one instance. */
const inTime = (
  instances: readonly AttributeInstance[],
  given: unknown,
  context: CompiledContext,
): readonly PastInstance[] => {
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  return instances.map((instance, index) => ({
    ...withTimes(instance, all[index], context),
    ...pastMembers(all[index]),
  }));
};

/** Reads how an entity evolved, as a source answered it; rejects what is no temporal representation (§4.5.7). */
export const readRemoteEvolution = (
  given: unknown,
  context: CompiledContext,
  { now, isCut }: { readonly now: string; readonly isCut: boolean },
): TemporalEntity => {
  const parsing = { context, now, findings: [], isDateTime: createDateTimeCheck(), nullDeletes: true };
  const { id, types, attributes, scopes } = parseEvolution(given, parsing);
  const members = isJsonObject(given) ? given : {};
  const givenByName = new Map(Object.entries(members).map(([name, value]) => [context.expand(name), value]));
  return {
    id,
    types,
    ...(scopes.length === 0 ? {} : { scopes: inTime(scopes, members['scope'], context) }),
    ...timesIn(given),
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, instances]) => [
        name,
        inTime(instances, givenByName.get(name), context),
      ]),
    ),
    isCut,
  };
};
