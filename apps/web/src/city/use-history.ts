import { resolveTimeRange, type TimePoint, type TimeRange } from '@allmende/design-system';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { getTemporal } from '../api/client.ts';
import { useTenant } from '../tenant/index.ts';
import { aggregationPeriod } from './aggregation-period.ts';

/** Measurements of a period (milliseconds), averaged over `period` where it is given. */
export interface HistorySpan {
  readonly from: number;
  readonly to: number;
  readonly period: 'PT15M' | 'PT1H' | undefined;
  readonly points: readonly TimePoint[];
}

const refreshEveryMs = 30_000;

/** The development of an attribute; a period up to now renews itself. */
export const useHistory = (id: string, attribute: string, range: TimeRange): UseQueryResult<HistorySpan> => {
  const tenant = useTenant();
  return useQuery({
    queryKey: ['history', tenant, id, attribute, range],
    queryFn: async ({ signal }) => {
      const span = resolveTimeRange(range, Date.now());
      const period = aggregationPeriod(span.from, span.to);
      const aggr = period === undefined ? {} : { aggr: { method: 'avg' as const, period } };
      const found = await getTemporal(id, { attrs: [attribute], ...span, ...aggr, tenant, signal });
      return { ...span, period, points: found[attribute] ?? [] };
    },
    refetchInterval: range.kind === 'last' ? refreshEveryMs : false,
    placeholderData: keepPreviousData,
  });
};
