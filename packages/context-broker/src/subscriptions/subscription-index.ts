import type { EntityChange } from '../entities/entity.ts';
import type { EntityQuery } from '../query-language/query.ts';
import type { Subscription } from './subscription.ts';

/** Stands for any id, type or attribute. */
const any = '';

/** Entries by the attribute that they watch. */
type Bucket<Entry> = Map<string, Set<Entry>>;

interface Place {
  readonly kind: 'ids' | 'types';
  readonly key: string;
  readonly attribute: string;
}

/** More places than these are not worth their memory: such a subscription is found by its entities alone. */
const maxPlaces = 256;

/** Where one query looks: at certain ids, else at certain types, else at everything. */
const selectorsOf = ({ ids, types }: EntityQuery): readonly Pick<Place, 'kind' | 'key'>[] => {
  if (ids !== undefined) return ids.map((key) => ({ kind: 'ids', key }));
  return (types ?? [[any]]).map(([first = any]) => ({ kind: 'types', key: first }));
};

/** Where a subscription stands in the index; nowhere if no change concerns it (timeInterval, paused). */
const placesOf = ({ document, queries, watched = [any] }: Subscription): readonly Place[] => {
  if (document.timeInterval !== undefined || document.isActive === false) return [];
  const selectors = queries.flatMap(selectorsOf);
  const attributes = selectors.length * watched.length > maxPlaces ? [any] : watched;
  return selectors.flatMap((selector) => attributes.map((attribute) => ({ ...selector, attribute })));
};

/** Something that stands for a subscription. */
export interface Indexed {
  readonly subscription: Subscription;
}

class TenantIndex<Entry extends Indexed> {
  readonly #buckets = { ids: new Map<string, Bucket<Entry>>(), types: new Map<string, Bucket<Entry>>() };

  add(entry: Entry): void {
    for (const { kind, key, attribute } of placesOf(entry.subscription)) {
      const bucket = this.#buckets[kind].get(key) ?? new Map<string, Set<Entry>>();
      const entries = bucket.get(attribute) ?? new Set<Entry>();
      this.#buckets[kind].set(key, bucket.set(attribute, entries.add(entry)));
    }
  }

  remove(entry: Entry): void {
    for (const { kind, key, attribute } of placesOf(entry.subscription)) {
      const bucket = this.#buckets[kind].get(key);
      const entries = bucket?.get(attribute);
      entries?.delete(entry);
      if (entries?.size === 0) bucket?.delete(attribute);
      if (bucket?.size === 0) this.#buckets[kind].delete(key);
    }
  }

  collect({ entityId, before, after, changedAttributes }: EntityChange, found: Set<Entry>): void {
    const { ids, types } = this.#buckets;
    const collectFrom = (bucket: Bucket<Entry> | undefined): void => {
      if (bucket === undefined) return;
      for (const entry of bucket.get(any) ?? []) found.add(entry);
      for (const attribute of changedAttributes)
        for (const entry of bucket.get(attribute) ?? []) found.add(entry);
    };
    collectFrom(ids.get(entityId));
    for (const type of (after ?? before)?.types ?? []) collectFrom(types.get(type));
    collectFrom(types.get(any));
  }
}

/**
 * Finds the subscriptions that a change may concern without a look at the others: by tenant, then by id or type of
 * the entity, then by watched attribute. What it finds still has to be judged; what it leaves out is not concerned.
 */
export class SubscriptionIndex<Entry extends Indexed> {
  readonly #tenants = new Map<string, TenantIndex<Entry>>();

  add(entry: Entry): void {
    const { tenant } = entry.subscription;
    const index = this.#tenants.get(tenant) ?? new TenantIndex<Entry>();
    index.add(entry);
    this.#tenants.set(tenant, index);
  }

  remove(entry: Entry): void {
    this.#tenants.get(entry.subscription.tenant)?.remove(entry);
  }

  candidates(change: EntityChange): ReadonlySet<Entry> {
    const found = new Set<Entry>();
    this.#tenants.get(change.tenant)?.collect(change, found);
    return found;
  }
}
