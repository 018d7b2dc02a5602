import { useQueries, useQuery } from '@tanstack/react-query';
import { getEntities, getTypes, type EntityTypeSummary } from '../api/client.ts';
import type { Entity } from '../api/entity.ts';
import type { LiveChange, LiveState } from '../api/use-live.ts';
import { useTenant } from '../tenant/index.ts';
import { useLiveEntities } from './use-live-entities.ts';

const pageSize = 1000;

/** All entities of a type, page by page. */
export const getAllEntities = async (
  type: string,
  tenant: string,
  signal?: AbortSignal,
): Promise<readonly Entity[]> => {
  const all: Entity[] = [];
  for (;;) {
    const page = await getEntities({ type, limit: pageSize, offset: all.length, tenant }, signal);
    all.push(...page);
    if (page.length < pageSize) return all;
  }
};

/** The types of the city with their numbers of entities. */
export const useTypes = () => {
  const tenant = useTenant();
  return useQuery<readonly EntityTypeSummary[]>({
    queryKey: ['types', tenant],
    queryFn: ({ signal }) => getTypes(tenant, signal),
  });
};

export interface CityEntities {
  readonly byType: ReadonlyMap<string, readonly Entity[]>;
  readonly isPending: boolean;
  readonly error: Error | undefined;
  readonly live: LiveState;
  readonly retry: () => void;
}

/** All entities of the types; changes of `liveTypes` are pushed into them. */
export const useCityEntities = (
  types: readonly string[],
  liveTypes: readonly string[],
  onChange?: (change: LiveChange) => void,
): CityEntities => {
  const tenant = useTenant();
  const results = useQueries({
    queries: types.map((type) => ({
      queryKey: ['entities', tenant, type],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => getAllEntities(type, tenant, signal),
      staleTime: 5 * 60 * 1000,
    })),
  });
  const live = useLiveEntities(liveTypes, onChange);
  return {
    byType: new Map(types.map((type, index) => [type, results[index]?.data ?? []])),
    isPending: results.some(({ isPending }) => isPending),
    error: results.find(({ error }) => error !== null)?.error ?? undefined,
    live,
    retry: () => {
      for (const { refetch } of results) void refetch();
    },
  };
};
