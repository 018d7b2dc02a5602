import { useQuery } from '@tanstack/react-query';
import { getNormalizedEntity, getTypeAttributes } from '../api/client.ts';
import { useTenant } from '../tenant/index.ts';
import { getAllEntities } from './use-city-entities.ts';

/** One entity with units and times of its attributes. */
export const useEntity = (id: string) => {
  const tenant = useTenant();
  return useQuery({
    queryKey: ['entity', tenant, id],
    queryFn: ({ signal }) => getNormalizedEntity(id, tenant, signal),
    enabled: id !== '',
  });
};

/** All entities of a type; none while no type is chosen. */
export const useEntitiesOf = (type: string) => {
  const tenant = useTenant();
  return useQuery({
    queryKey: ['entities', tenant, type],
    queryFn: ({ signal }) => getAllEntities(type, tenant, signal),
    staleTime: 5 * 60 * 1000,
    enabled: type !== '',
  });
};

/** The attributes entities of a type have; none while no type is chosen. */
export const useTypeAttributes = (type: string) => {
  const tenant = useTenant();
  return useQuery({
    queryKey: ['attributes', tenant, type],
    queryFn: ({ signal }) => getTypeAttributes(type, tenant, signal),
    staleTime: 5 * 60 * 1000,
    enabled: type !== '',
  });
};
