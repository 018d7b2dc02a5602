import { idSegment } from '../../entities/answer.ts';
import type { Parameters } from '../../query-language/entity-parameters.ts';
import { mannersOf, selectionOf, type ReadOrder, type ReadPage } from '../read-call.ts';
import type { SourceCall } from '../source-caller.ts';

/** Parameters that say which time is meant; they hold no names. */
const timeParameters = ['timerel', 'timeAt', 'endTimeAt', 'timeproperty', 'lastN'] as const;

/** What a source is asked for of the past. */
export interface TemporalOrder extends ReadOrder {
  /** The time as the request gave it. */
  readonly given: Parameters;
}

export const timeOfRequest = (given: Parameters): Readonly<Record<string, string>> =>
  Object.fromEntries(
    timeParameters.flatMap((name) => {
      const value = given[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

/** The call that retrieves or queries evolutions at a source (§5.7.3, §5.7.4). */
export const temporalCall = (order: TemporalOrder, page: ReadPage): SourceCall => {
  const { share, wording, given } = order;
  const manners = mannersOf(order);
  const [id = ''] = page.ids ?? [];
  const always = { ...timeOfRequest(given), options: 'sysAttrs' };
  if (share.operation === 'retrieveTemporal') {
    const attrs = share.attributes?.map(wording.context.compact).join(',');
    const parameters = { ...(attrs === undefined ? {} : { attrs }), ...always };
    return { method: 'GET', path: `/temporal/entities/${idSegment(id)}`, parameters, ...manners };
  }
  const parameters = {
    ...selectionOf(order, page.ids),
    ...always,
    limit: String(page.limit),
    ...(page.offset === 0 ? {} : { offset: String(page.offset) }),
    ...(page.count === true ? { count: 'true' } : {}),
  };
  return { method: 'GET', path: '/temporal/entities', parameters, ...manners };
};
