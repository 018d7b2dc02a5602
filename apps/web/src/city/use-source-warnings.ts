import { useQuery } from '@tanstack/react-query';
import { getEntityPage } from '../api/client.ts';
import type { SourceWarning } from '../api/source-warnings.ts';
import { useTenant } from '../tenant/index.ts';

const refreshMs = 30_000;

/** Which sources of entities of these types do not answer at the moment. */
export const useSourceWarnings = (types: readonly string[]): readonly SourceWarning[] => {
  const tenant = useTenant();
  const type = [...types].sort().join(',');
  const { data } = useQuery({
    queryKey: ['source-warnings', tenant, type],
    queryFn: async ({ signal }) => (await getEntityPage({ type, limit: 1, tenant }, signal)).warnings,
    refetchInterval: refreshMs,
    enabled: type !== '',
  });
  return data ?? [];
};
