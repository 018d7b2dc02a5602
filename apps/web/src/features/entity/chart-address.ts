import type { TimeRange } from '@allmende/design-system';

/** Which development is shown, as the address tells. */
export interface ChartChoice {
  readonly attribute: string | undefined;
  readonly range: TimeRange;
}

const usualHours = 24;
const mostHours = 24 * 366;

/** `attr=` and `hours=`, or `from=` and `to=`; what is missing or senseless is as usual. */
export const readChart = (parameters: URLSearchParams): ChartChoice => ({
  attribute: parameters.get('attr') ?? undefined,
  range: readRange(parameters),
});

const readRange = (parameters: URLSearchParams): TimeRange => {
  const [from, to] = ['from', 'to'].map((end) => Date.parse(parameters.get(end) ?? ''));
  if (from !== undefined && to !== undefined && from < to) return { kind: 'custom', from, to };
  const hours = Number(parameters.get('hours') ?? usualHours);
  return { kind: 'last', hours: hours > 0 && hours <= mostHours ? hours : usualHours };
};

/** The address of a development. */
export const writeChart = ({ attribute, range }: ChartChoice): URLSearchParams => {
  const iso = (time: number): string => new Date(time).toISOString();
  return new URLSearchParams({
    ...(attribute === undefined ? {} : { attr: attribute }),
    ...(range.kind === 'custom'
      ? { from: iso(range.from), to: iso(range.to) }
      : { hours: String(range.hours) }),
  });
};
