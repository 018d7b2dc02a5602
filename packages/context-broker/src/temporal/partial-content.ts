import type { Answer } from '@allmende/http';
import { timeOf } from './temporal-query.ts';
import type { TemporalEntity, TemporalQuery } from './temporal-store.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/** The interval that an answer covers and its size, for Content-Range; with lastN from new to old (§6.3.10). */
const rangeOf = (entities: readonly TemporalEntity[], query: TemporalQuery): string => {
  const { relation, timeAt = 0, endTimeAt = 0, lastN } = query;
  const times = entities
    .flatMap(({ attributes }) => Object.values(attributes).flat())
    .flatMap((instance) => timeOf(instance, query.property) ?? []);
  const [oldest, newest] = times.reduce(
    ([low, high], ms) => [Math.min(low, ms), Math.max(high, ms)],
    [times[0] ?? 0, times[0] ?? 0],
  );
  if (lastN === undefined)
    return `${iso(relation === undefined || relation === 'before' ? oldest : timeAt)}-${iso(newest)}/*`;
  const start = relation === 'before' ? timeAt : relation === 'between' ? endTimeAt : newest;
  return `${iso(start)}-${iso(oldest)}/${lastN}`;
};

/** The answer as 206 Partial Content when instances were left off. */
export const partial = (answer: Answer, entities: readonly TemporalEntity[], query: TemporalQuery): Answer =>
  entities.some(({ isCut }) => isCut)
    ? {
        ...answer,
        status: 206,
        headers: { ...answer.headers, 'content-range': `date-time ${rangeOf(entities, query)}` },
      }
    : answer;
