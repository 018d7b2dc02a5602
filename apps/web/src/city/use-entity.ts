import { useQuery } from '@tanstack/react-query';
import { getNormalizedEntity, getTypeAttributes } from '../api/client.ts';
import { getAllEntities } from './use-city-entities.ts';

/** One entity with units and times of its attributes. */
export const useEntity = (id: string) =>
  useQuery({
    queryKey: ['entity', id],
    queryFn: ({ signal }) => getNormalizedEntity(id, signal),
    enabled: id !== '',
  });

/** All entities of a type; none while no type is chosen. */
export const useEntitiesOf = (type: string, tenant = '') =>
  useQuery({
    queryKey: ['entities', type, ...(tenant === '' ? [] : [tenant])],
    queryFn: ({ signal }) => getAllEntities(type, signal, tenant),
    staleTime: 5 * 60 * 1000,
    enabled: type !== '',
  });

/** The attributes entities of a type have; none while no type is chosen. */
export const useTypeAttributes = (type: string, tenant = '') =>
  useQuery({
    queryKey: ['attributes', type, ...(tenant === '' ? [] : [tenant])],
    queryFn: ({ signal }) => getTypeAttributes(type, signal, tenant),
    staleTime: 5 * 60 * 1000,
    enabled: type !== '',
  });
