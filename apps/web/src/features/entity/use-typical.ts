import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { getTemporal } from '../../api/client.ts';
import { useTenant } from '../../tenant/index.ts';
import { typicalDay, type Typical } from './typical-day.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What an attribute usually is at a time of day, from the week before the last day; undefined until known. */
export const useTypical = (id: string, attribute: string, isWanted: boolean): Typical | undefined => {
  const tenant = useTenant();
  const { data } = useQuery({
    queryKey: ['typical', tenant, id, attribute],
    queryFn: async ({ signal }) => {
      const to = Date.now() - dayMs;
      const found = await getTemporal(id, {
        attrs: [attribute],
        from: to - 7 * dayMs,
        to,
        aggr: { method: 'avg', period: 'PT1H' },
        tenant,
        signal,
      });
      return found[attribute] ?? [];
    },
    staleTime: dayMs / 24,
    enabled: isWanted,
  });
  return useMemo(
    () => (data === undefined || data.length === 0 || !isWanted ? undefined : typicalDay(data)),
    [data, isWanted],
  );
};
