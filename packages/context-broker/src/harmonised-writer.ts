import { isDeepStrictEqual } from 'node:util';
import { DomainError, type Finding } from '@allmende/kernel';
import type { BrokerParts } from './broker.ts';
import type { AttributeInstance, Entity } from './entities/entity.ts';
import type { StartParsing } from './entities/entity-routes.ts';
import type { GivenPast, Transition } from './entities/entity-store.ts';
import { parseEvolution, type Evolution } from './temporal/evolution-parser.ts';
import { many } from './entities/stored-names.ts';
import { isSameContent } from './temporal/same-content.ts';
import { instantMs } from './entities/date-time.ts';
import { SCOPE } from './temporal/scope-history.ts';

/** An entity that was not written, and why; the id is empty when it has none. */
export interface RefusedEntity {
  readonly entityId: string;
  readonly findings: readonly Finding[];
}

/**
 * Takes entities from imports and simulators: normalized or concise NGSI-LD with short names, an attribute being
 * an instance or an array of them. Of those with the same datasetId the newest by observedAt becomes the current
 * one, unless the stored one is newer; the others go to history. One without observedAt never takes the place
 * of a measured one. Writing the same again changes nothing.
 * Resolves when all is durable.
 */
export interface HarmonisedWriter {
  write(
    tenant: string,
    entities: readonly Readonly<Record<string, unknown>>[],
  ): Promise<readonly RefusedEntity[]>;
}

const timeOf = ({ observedAt }: AttributeInstance): number =>
  observedAt === undefined ? Number.NEGATIVE_INFINITY : instantMs(observedAt);

interface Merged {
  readonly current: readonly AttributeInstance[];
  readonly past: readonly AttributeInstance[];
}

/** What the given instances make of the stored ones; `current` is the stored array when nothing changes. */
const mergeInstances = (
  stored: readonly AttributeInstance[],
  given: readonly AttributeInstance[],
): Merged => {
  const current = new Map(stored.map((instance) => [instance.datasetId, instance]));
  const past: AttributeInstance[] = [];
  const fresh = new Set<AttributeInstance>();
  for (const instance of given.toSorted((a, b) => timeOf(a) - timeOf(b))) {
    const previous = current.get(instance.datasetId);
    if (previous !== undefined && isSameContent(previous, instance)) continue;
    if (previous !== undefined && timeOf(previous) > timeOf(instance)) {
      if (instance.observedAt !== undefined) past.push(instance);
      continue;
    }
    // The store itself moves a stored instance to history; one that was only just given it never sees.
    if (previous !== undefined && fresh.has(previous) && timeOf(previous) < timeOf(instance))
      past.push(previous);
    const next = { ...instance, createdAt: previous?.createdAt ?? instance.createdAt };
    fresh.add(next);
    current.set(instance.datasetId, next);
  }
  return { current: fresh.size > 0 ? [...current.values()] : stored, past };
};

const newestScopes = ({ scopes }: Evolution): readonly string[] | undefined => {
  const newest = scopes.at(-1);
  return newest === undefined ? undefined : many(newest.value);
};

const mergeEvolution =
  (evolution: Evolution, now: string, past: Record<string, readonly AttributeInstance[]>): Transition =>
  (before) => {
    // A transaction may be made again.
    for (const name of Object.keys(past)) delete past[name];
    const { id, types } = evolution;
    const scopes = newestScopes(evolution);
    if (evolution.scopes.length > 1) past[SCOPE] = evolution.scopes.slice(0, -1);
    const entity: Entity = before ?? { id, types, createdAt: now, modifiedAt: now, attributes: {} };
    const attributes = { ...entity.attributes };
    for (const [name, given] of Object.entries(evolution.attributes)) {
      const merged = mergeInstances(attributes[name] ?? [], given);
      if (merged.current.length > 0) attributes[name] = merged.current;
      if (merged.past.length > 0) past[name] = merged.past;
    }
    const allTypes = [...new Set([...entity.types, ...types])];
    const isSame =
      before !== undefined &&
      allTypes.length === before.types.length &&
      (scopes === undefined || isDeepStrictEqual(scopes, before.scopes)) &&
      Object.entries(attributes).every(([name, instances]) => instances === before.attributes[name]);
    if (isSame) return before;
    return {
      ...entity,
      types: allTypes,
      ...(scopes === undefined ? {} : { scopes }),
      modifiedAt: now,
      attributes,
    };
  };

const refusalOf = (entityId: string, cause: unknown): RefusedEntity => {
  if (!(cause instanceof DomainError)) throw cause;
  const findings = cause.findings.length > 0 ? cause.findings : [{ pointer: '', detail: cause.message }];
  return { entityId, findings };
};

interface WriterParts extends Pick<BrokerParts, 'entities' | 'contexts' | 'clock'> {
  readonly startParsing: StartParsing;
}

/** The writer over the broker's stores; names are those of the core context. */
export const createHarmonisedWriter = (parts: WriterParts): HarmonisedWriter => ({
  write: async (tenant, entities) => {
    const context = await parts.contexts.compile(undefined);
    const now = new Date(parts.clock.now()).toISOString();
    const refused: RefusedEntity[] = [];
    const steps = entities.flatMap((body) => {
      try {
        const evolution = parseEvolution(body, parts.startParsing(context));
        const instances: Record<string, readonly AttributeInstance[]> = {};
        const past = (): GivenPast | undefined =>
          Object.keys(instances).length === 0 ? undefined : { types: evolution.types, instances };
        return [{ entityId: evolution.id, transition: mergeEvolution(evolution, now, instances), past }];
      } catch (cause) {
        refused.push(refusalOf(typeof body['id'] === 'string' ? body['id'] : '', cause));
        return [];
      }
    });
    const outcomes = await parts.entities.applyAll(tenant, steps);
    outcomes.forEach((outcome, index) => {
      if (outcome instanceof Error) refused.push(refusalOf(steps[index]?.entityId ?? '', outcome));
    });
    return refused;
  },
});
