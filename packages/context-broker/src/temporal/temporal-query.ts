import { instantMs, isDateTime, utcTime } from '../entities/date-time.ts';
import { invalidParameter } from '../query-language/problems.ts';
import { aggregationMethods, type Aggregation, type AggregationMethod } from './aggregate.ts';
import { parseDuration } from './duration.ts';
import type { TemporalQuery, TimeProperty } from './temporal-store.ts';

/** The temporal parameters as a user gave them (§4.11, §5.2.21). */
export interface TemporalParameters {
  readonly timerel?: string | undefined;
  readonly timeAt?: string | undefined;
  readonly endTimeAt?: string | undefined;
  readonly timeproperty?: string | undefined;
  readonly lastN?: string | undefined;
  readonly aggrMethods?: string | undefined;
  readonly aggrPeriodDuration?: string | undefined;
}

const timeProperties = [
  'observedAt',
  'createdAt',
  'modifiedAt',
  'deletedAt',
] as const satisfies readonly TimeProperty[];
const maxLastN = 10_000;

/** Parses the temporal query; rejects missing, invalid and contradictory times. */
export const parseTemporalQuery = (given: TemporalParameters): TemporalQuery => {
  const property = timeProperties.find((name) => name === (given.timeproperty ?? 'observedAt'));
  if (property === undefined)
    throw invalidParameter('timeproperty', `one of ${timeProperties.join(', ')} is expected`);
  const lastN = given.lastN === undefined ? undefined : parseLastN(given.lastN);
  return { property, ...(lastN === undefined ? {} : { lastN }), ...parseRelation(given) };
};

const parseLastN = (text: string): number => {
  const lastN = /^\d{1,6}$/u.test(text) ? Number(text) : 0;
  if (lastN < 1 || lastN > maxLastN)
    throw invalidParameter('lastN', `a number from 1 to ${String(maxLastN)} is expected`);
  return lastN;
};

const parseRelation = ({
  timerel,
  timeAt,
  endTimeAt,
}: TemporalParameters): Pick<TemporalQuery, 'relation' | 'timeAt' | 'endTimeAt'> => {
  if (timerel === undefined) {
    if (timeAt !== undefined || endTimeAt !== undefined)
      throw invalidParameter('timerel', 'is needed with timeAt');
    return {};
  }
  if (timerel !== 'before' && timerel !== 'after' && timerel !== 'between') {
    throw invalidParameter('timerel', 'before, after or between is expected');
  }
  const start = parseInstant('timeAt', timeAt);
  if (timerel !== 'between') {
    if (endTimeAt !== undefined) throw invalidParameter('endTimeAt', 'is only allowed with timerel=between');
    return { relation: timerel, timeAt: start };
  }
  const end = parseInstant('endTimeAt', endTimeAt);
  if (end < start) throw invalidParameter('endTimeAt', 'lies before timeAt');
  return { relation: timerel, timeAt: start, endTimeAt: end };
};

const parseInstant = (parameter: string, text: string | undefined): number => {
  if (text === undefined) throw invalidParameter(parameter, 'is missing');
  if (!isDateTime(text)) throw invalidParameter(parameter, `${utcTime} is expected`);
  return instantMs(text);
};

/** Parses aggrMethods and aggrPeriodDuration (§4.5.19). */
export const parseAggregation = (given: TemporalParameters, query: TemporalQuery): Aggregation => {
  const names = given.aggrMethods?.split(',') ?? [];
  const methods = names.map((name): AggregationMethod => {
    const method = aggregationMethods.find((known) => known === name);
    if (method === undefined)
      throw invalidParameter('aggrMethods', `one or more of ${aggregationMethods.join(', ')} are expected`);
    return method;
  });
  if (methods.length === 0) throw invalidParameter('aggrMethods', 'is needed for aggregatedValues');
  const period = parseDuration(given.aggrPeriodDuration ?? 'PT0S');
  if (period === undefined)
    throw invalidParameter('aggrPeriodDuration', 'an ISO 8601 duration such as P1D is expected');
  const startMs = query.relation === 'before' ? undefined : query.timeAt;
  return {
    methods: [...new Set(methods)],
    period,
    startMs,
    endMs: query.relation === 'before' ? query.timeAt : query.endTimeAt,
  };
};

/** The instance's time in milliseconds by which the query orders and selects; undefined when it has none. */
export const timeOf = (
  instance: Readonly<Partial<Record<TimeProperty, string>>>,
  property: TimeProperty,
): number | undefined => {
  const time = instance[property];
  return time === undefined ? undefined : instantMs(time);
};

/** Whether a time lies in the asked interval: before and between exclude their end, between and after include their start (§4.11). */
export const isInInterval = (
  ms: number | undefined,
  { relation, timeAt = 0, endTimeAt = 0 }: TemporalQuery,
): boolean => {
  if (relation === undefined) return true;
  if (ms === undefined) return false;
  if (relation === 'before') return ms < timeAt;
  return relation === 'after' ? ms >= timeAt : ms >= timeAt && ms < endTimeAt;
};
