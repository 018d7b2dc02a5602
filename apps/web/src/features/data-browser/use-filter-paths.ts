import { useQuery } from '@tanstack/react-query';
import { getEntities } from '../../api/client.ts';
import { useTypeAttributes } from '../../city/index.ts';
import { useTenant } from '../../tenant/index.ts';
import { filterPaths } from './value-kind.ts';

const sampleSize = 20;

/** Attributes of a type, some of its entities, and what can be filtered by. */
export const useFilterPaths = (type: string) => {
  const tenant = useTenant();
  const attributes = useTypeAttributes(type);
  const samples = useQuery({
    queryKey: ['samples', tenant, type],
    queryFn: ({ signal }) => getEntities({ type, limit: sampleSize, tenant }, signal),
    enabled: type !== '',
  });
  const isKnown = attributes.data !== undefined && samples.data !== undefined;
  return {
    attributes: attributes.data,
    samples: samples.data,
    paths: isKnown ? filterPaths(attributes.data, samples.data) : [],
    isPending: attributes.isPending || samples.isPending,
    error: attributes.error ?? samples.error,
    retry: () => {
      void attributes.refetch();
      void samples.refetch();
    },
  };
};
