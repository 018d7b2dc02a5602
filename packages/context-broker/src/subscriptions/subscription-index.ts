import type { EntityChange } from '../entities/entity.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { AccessIndex } from './access-index.ts';
import { accessPathsOf, type AccessPath } from './access-path.ts';
import type { Subscription } from './subscription.ts';

/** Stands for any id, type or attribute. */
const any = '';

/** Entries by the attribute that they watch. */
type Bucket<Entry> = Map<string, AccessIndex<Entry>>;

interface Place {
  readonly kind: 'ids' | 'types';
  readonly key: string;
  readonly access?: AccessPath;
  readonly attribute: string;
}

/** More places than these are not worth their memory: such a subscription is found by its entities alone. */
const maxPlaces = 256;

/** Where one query looks: at certain ids, else at certain types, else at everything. */
const selectorsOf = ({ ids, types }: EntityQuery): readonly Pick<Place, 'kind' | 'key'>[] => {
  if (ids !== undefined) return ids.map((key) => ({ kind: 'ids', key }));
  return (types ?? [[any]]).map(([first = any]) => ({ kind: 'types', key: first }));
};

/** What leads to a query; a query that cannot be read is found always, and fails where it is judged. */
const pathsTo = (query: EntityQuery): readonly AccessPath[] | undefined => {
  try {
    return accessPathsOf(query);
  } catch {
    return undefined;
  }
};

/** The same with what leads to the query there; an id needs nothing more. */
const accessesOf = (query: EntityQuery): readonly Omit<Place, 'attribute'>[] => {
  const selectors = selectorsOf(query);
  const paths = query.ids === undefined ? pathsTo(query) : undefined;
  if (paths === undefined || paths.length * selectors.length > maxPlaces) return selectors;
  return selectors.flatMap((selector) => paths.map((access) => ({ ...selector, access })));
};

/** Where a subscription stands in the index; nowhere if no change concerns it (timeInterval, paused). */
const placesOf = ({ document, queries, watched = [any] }: Subscription): readonly Place[] => {
  if (document.timeInterval !== undefined || document.isActive === false) return [];
  const accesses = queries.flatMap(accessesOf);
  const attributes = accesses.length * watched.length > maxPlaces ? [any] : watched;
  return accesses.flatMap((access) => attributes.map((attribute) => ({ ...access, attribute })));
};

/** Something that stands for a subscription. */
export interface Indexed {
  readonly subscription: Subscription;
}

const nobody: ReadonlySet<never> = new Set<never>();

class TenantIndex<Entry extends Indexed> {
  readonly #buckets = { ids: new Map<string, Bucket<Entry>>(), types: new Map<string, Bucket<Entry>>() };

  get isEmpty(): boolean {
    return this.#buckets.ids.size === 0 && this.#buckets.types.size === 0;
  }

  add(entry: Entry): void {
    for (const { kind, key, attribute, access } of placesOf(entry.subscription)) {
      const bucket = this.#buckets[kind].get(key) ?? new Map<string, AccessIndex<Entry>>();
      const index = bucket.get(attribute) ?? new AccessIndex<Entry>();
      index.add(access, entry);
      this.#buckets[kind].set(key, bucket.set(attribute, index));
    }
  }

  remove(entry: Entry): void {
    for (const { kind, key, attribute, access } of placesOf(entry.subscription)) {
      const bucket = this.#buckets[kind].get(key);
      const index = bucket?.get(attribute);
      index?.remove(access, entry);
      if (index?.isEmpty === true) bucket?.delete(attribute);
      if (bucket?.size === 0) this.#buckets[kind].delete(key);
    }
  }

  collect({ before, after, changedAttributes }: EntityChange, found: Set<Entry>): void {
    const entity = after ?? before;
    if (entity === undefined) return;
    const { ids, types } = this.#buckets;
    const collectFrom = (bucket: Bucket<Entry> | undefined): void => {
      if (bucket === undefined) return;
      bucket.get(any)?.collect(entity, found);
      for (const attribute of changedAttributes) bucket.get(attribute)?.collect(entity, found);
    };
    collectFrom(ids.get(entity.id));
    for (const type of entity.types) collectFrom(types.get(type));
    collectFrom(types.get(any));
  }
}

/**
 * Finds the subscriptions that a change may concern without a look at the others: by tenant, then by id or type of
 * the entity, by watched attribute, then by what its query asks for. What it finds still has to be judged; what it
 * leaves out is not concerned.
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
    const { tenant } = entry.subscription;
    const index = this.#tenants.get(tenant);
    index?.remove(entry);
    if (index?.isEmpty === true) this.#tenants.delete(tenant);
  }

  /** Whether it holds nothing at all. */
  get isEmpty(): boolean {
    return this.#tenants.size === 0;
  }

  candidates(change: EntityChange): ReadonlySet<Entry> {
    const index = this.#tenants.get(change.tenant);
    if (index === undefined) return nobody;
    const found = new Set<Entry>();
    index.collect(change, found);
    return found;
  }
}
