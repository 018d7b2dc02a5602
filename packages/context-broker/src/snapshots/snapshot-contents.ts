import type { Entity } from '../entities/entity.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import { creation, deletion } from '../entities/transitions.ts';
import type { HistoryEditor } from '../temporal/history-editor.ts';
import { SCOPE } from '../temporal/scope-history.ts';
import type { PastInstance, TemporalEntity, TemporalStore } from '../temporal/temporal-store.ts';

/** Where the contents of snapshots are. */
export interface ContentStores {
  readonly entities: EntityStore;
  readonly temporal: TemporalStore;
  readonly editor: HistoryEditor;
}

const pageSize = 1000;
/** Evolutions are longer than entities. */
const evolutionPageSize = 100;
/** Most instances that are copied of the evolutions of one page. */
export const maxInstances = 1_000_000;

/** Puts entities into a snapshot, by the name that it is kept under, each once. */
export const addEntities = async (
  { entities }: ContentStores,
  kept: string,
  found: readonly Entity[],
): Promise<void> => {
  const steps = found.map((entity) => ({
    entityId: entity.id,
    transition: (before: Entity | undefined) => before ?? creation(entity)(undefined),
  }));
  if (steps.length > 0) await entities.applyAll(kept, steps);
};

const isThere = ({ deletedAt }: PastInstance): boolean => deletedAt === undefined;

/** Puts evolutions into a snapshot. */
export const addEvolutions = async (
  { temporal }: ContentStores,
  kept: string,
  found: readonly TemporalEntity[],
): Promise<void> => {
  for (const { id: entityId, types, attributes, scopes = [] } of found) {
    const instances = Object.fromEntries(
      Object.entries(attributes).map(([name, all]) => [name, all.filter(isThere)]),
    );
    await temporal.addHistory(
      kept,
      { id: entityId, types },
      scopes.length === 0 ? instances : { ...instances, [SCOPE]: scopes },
    );
  }
};

const everyTime = { property: 'modifiedAt' } as const;

/** The evolutions of a snapshot, page by page. */
async function* evolutionsIn(
  { temporal }: ContentStores,
  kept: string,
): AsyncGenerator<readonly TemporalEntity[]> {
  for (let offset = 0; ; offset += evolutionPageSize) {
    const query = { limit: evolutionPageSize, offset };
    const page = await temporal.query(kept, query, everyTime, maxInstances);
    yield page.entities;
    if (!page.hasNext) return;
  }
}

/** The entities of a tenant that a query finds, page by page. */
export async function* entitiesOf(
  { entities }: ContentStores,
  tenant: string,
  query: Parameters<EntityStore['query']>[1],
): AsyncGenerator<readonly Entity[]> {
  for (let offset = 0; ; offset += pageSize) {
    const page = await entities.query(tenant, { ...query, count: false, offset, limit: pageSize });
    yield page.entities;
    if (page.entities.length < pageSize) return;
  }
}

const everything = { limit: pageSize, offset: 0 };

/** Copies all that is in a snapshot into another one. */
export const copyContents = async (
  stores: ContentStores,
  from: string,
  { to, withPast }: { readonly to: string; readonly withPast: boolean },
): Promise<void> => {
  if (withPast) for await (const page of evolutionsIn(stores, from)) await addEvolutions(stores, to, page);
  for await (const page of entitiesOf(stores, from, everything)) await addEntities(stores, to, page);
};

/** Removes all that is in a snapshot, its past included. */
export const clearContents = async (stores: ContentStores, kept: string): Promise<void> => {
  for (;;) {
    const page = await stores.entities.query(kept, everything);
    const steps = page.entities.map((entity) => ({ entityId: entity.id, transition: deletion(entity.id) }));
    if (steps.length > 0) await stores.entities.applyAll(kept, steps);
    if (page.entities.length < pageSize) break;
  }
  const ids: string[] = [];
  for await (const page of evolutionsIn(stores, kept)) ids.push(...page.map((entity) => entity.id));
  for (const entityId of ids) await stores.editor.removeEntity(kept, entityId);
};
