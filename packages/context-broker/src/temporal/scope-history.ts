import { instantMs } from '../entities/date-time.ts';
import type { Entity } from '../entities/entity.ts';
import type { StoredEntity } from '../entities/entity-document.ts';
import type { InstanceStamp } from '../entities/entity-stamps.ts';
import type { Json } from '../entities/instance-document.ts';
import { many, one } from '../entities/stored-names.ts';
import { tombstoneOf } from '../entities/tombstone.ts';
import { matchesScopes } from '../query-language/scope-query-parser.ts';
import type { ScopeQuery } from '../query-language/query.ts';
import { isInInterval } from './temporal-query.ts';
import type { PastInstance, TemporalQuery } from './temporal-store.ts';

/** The name under which the history keeps what the scopes of an entity were (§4.18). */
export const SCOPE = 'https://uri.etsi.org/ngsi-ld/scope';

const stampOf = ({ stamps }: StoredEntity): InstanceStamp => {
  const [setMs, write] = stamps.p ?? [stamps.c, stamps.w];
  return { createdMs: stamps.c, modifiedMs: setMs, write };
};

const written = (scopes: readonly string[], { modifiedMs }: InstanceStamp): Json => ({
  type: 'Property',
  value: one(scopes),
  // §4.5.6: scopes are observed when they are set.
  observedAt: new Date(modifiedMs).toISOString(),
});

/** The scopes of a state that are not those of the next, as the history keeps them. */
export const supersededScopes = (
  before: StoredEntity,
  after: Entity | undefined,
): { readonly json: Json; readonly stamp: InstanceStamp } | undefined => {
  const { scopes } = before.entity;
  if (scopes === undefined || scopes.length === 0 || scopes === after?.scopes) return undefined;
  if (after?.scopes?.join('\n') === scopes.join('\n')) return undefined;
  const stamp = stampOf(before);
  return { json: written(scopes, stamp), stamp };
};

/** The scopes of now as an instance. */
export const currentScopes = (
  stored: StoredEntity,
  read: (json: Json, name: string, stamp: InstanceStamp) => PastInstance,
): PastInstance | undefined => {
  const { scopes } = stored.entity;
  if (scopes === undefined || scopes.length === 0) return undefined;
  const stamp = stampOf(stored);
  return read(written(scopes, stamp), SCOPE, stamp);
};

/** Scopes and how long they were valid; `endMs` excludes. */
export interface ScopePeriod {
  readonly instance: PastInstance;
  readonly startMs: number;
  readonly endMs: number;
  /** When they were deleted, and no others took their place. */
  readonly deletedMs: number | undefined;
}

const startOf = ({ observedAt, modifiedAt }: PastInstance): number => instantMs(observedAt ?? modifiedAt);

/** Scopes that an entity had when it was created hold for all that is told of it from before. */
const isFromBirth = ({ observedAt, createdAt, modifiedAt }: PastInstance): boolean =>
  observedAt === modifiedAt && createdAt === modifiedAt;

/** Scopes are valid from when they were set until others were, or they were deleted (§4.18). */
export const scopePeriods = (
  instances: readonly { readonly instance: PastInstance; readonly deletedMs?: number | undefined }[],
): readonly ScopePeriod[] =>
  instances
    .map((one) => ({ ...one, startMs: startOf(one.instance) }))
    .toSorted((left, right) => left.startMs - right.startMs)
    .map(({ instance, startMs, deletedMs }, index, all) => ({
      instance,
      startMs: index === 0 && isFromBirth(instance) ? Number.NEGATIVE_INFINITY : startMs,
      deletedMs,
      endMs: Math.min(
        deletedMs ?? Number.POSITIVE_INFINITY,
        all[index + 1]?.startMs ?? Number.POSITIVE_INFINITY,
      ),
    }));

/** Whether scopes were valid at some time of the interval. */
const isValidWithin = (
  { startMs, endMs }: ScopePeriod,
  { relation, timeAt = 0, endTimeAt = 0 }: TemporalQuery,
): boolean => {
  if (relation === undefined) return true;
  if (relation === 'before') return startMs < timeAt;
  return endMs > timeAt && (relation === 'after' || startMs < endTimeAt);
};

/** Periods of the interval in which the scopes fulfil a scopeQ (§4.19). */
export const fittingPeriods = (
  periods: readonly ScopePeriod[],
  scopeQ: ScopeQuery,
  query: TemporalQuery,
): readonly ScopePeriod[] =>
  periods.filter(
    (period) => isValidWithin(period, query) && matchesScopes(many(period.instance.value), scopeQ),
  );

/** What of the scopes is shown for an interval; deletions as empty lists (§4.5.7). */
export const shownScopes = (
  periods: readonly ScopePeriod[],
  query: TemporalQuery,
): readonly PastInstance[] =>
  query.property === 'deletedAt'
    ? periods.flatMap(({ instance, deletedMs }) =>
        deletedMs !== undefined && isInInterval(deletedMs, query)
          ? [{ ...tombstoneOf(instance), value: [], deletedAt: new Date(deletedMs).toISOString() }]
          : [],
      )
    : periods.filter((period) => isValidWithin(period, query)).map(({ instance }) => instance);

/** Whether a time lies in one of the periods, and in the interval; what has no time lies in each. */
export const isInPeriods = (
  ms: number | undefined,
  periods: readonly ScopePeriod[],
  query: TemporalQuery,
): boolean =>
  ms === undefined ||
  (isInInterval(ms, query) && periods.some(({ startMs, endMs }) => ms >= startMs && ms < endMs));
