import { useQueries } from '@tanstack/react-query';
import { getUnits } from '../api/client.ts';
import { useTenant } from '../tenant/index.ts';

/** Unit codes of types' attributes, which simplified entities do not carry: as the first entity has them. */
export const useUnits = (
  types: readonly string[],
): ((type: string, attribute: string) => string | undefined) => {
  const tenant = useTenant();
  const results = useQueries({
    queries: types.map((type) => ({
      queryKey: ['units', tenant, type],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => getUnits(type, tenant, signal),
      staleTime: 60 * 60 * 1000,
    })),
  });
  return (type, attribute) => results[types.indexOf(type)]?.data?.get(attribute);
};
