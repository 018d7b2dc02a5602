import {
  ErrorState,
  Loading,
  TimeRangePicker,
  TimeSeriesChart,
  type TimeRange,
} from '@allmende/design-system';
import { useMemo, useState } from 'react';
import { toSeries, useHistory } from '../../city/index.ts';
import { useText } from '../../i18n/index.ts';
import { EntityLink } from './entity-link.tsx';
import { text } from './text.ts';
import { useMeasured } from './use-measured.ts';

interface ChartTileProps {
  readonly id: string;
  readonly attribute: string;
  readonly title: string;
}

/** The development over a period that the viewer chooses. */
export const ChartTile = ({ id, attribute, title }: ChartTileProps) => {
  const t = useText(text);
  const [range, setRange] = useState<TimeRange>({ kind: 'last', hours: 24 });
  const { measured } = useMeasured(id, attribute);
  const history = useHistory(id, attribute, range);
  const { label, quantity, entityName } = measured;
  const points = history.data?.points;
  const { factor, unit } = quantity;
  const series = useMemo(
    () => [toSeries(label, { factor, unit }, points ?? [])],
    [label, factor, unit, points],
  );
  return (
    <>
      <TimeRangePicker value={range} onChange={setRange} />
      {history.isPending ? <Loading /> : null}
      {history.isError ? (
        <ErrorState detail={history.error.message} onRetry={() => void history.refetch()} />
      ) : null}
      {history.data === undefined ? null : (
        <TimeSeriesChart
          title={t('historyOf', { title })}
          series={series}
          from={history.data.from}
          to={history.data.to}
          height={300}
        />
      )}
      {history.data?.period === undefined ? null : (
        <p className="kern-body kern-body--small kern-body--muted">
          {t('averaged', { period: history.data.period })}
        </p>
      )}
      <EntityLink id={id} name={entityName} />
    </>
  );
};
