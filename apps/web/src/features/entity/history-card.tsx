import {
  Card,
  ErrorState,
  Loading,
  SelectField,
  TimeRangePicker,
  TimeSeriesChart,
  type TimePoint,
  type TimeSeries,
} from '@allmende/design-system';
import { useMemo } from 'react';
import {
  measuredName,
  quantity,
  toSeries,
  useHistory,
  valuesByName,
  type AttributeValue,
} from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { usePageParameters } from '../../tenant/index.ts';
import { readChart, writeChart, type ChartChoice } from './chart-address.ts';
import { text } from './text.ts';
import { useTypical } from './use-typical.ts';

interface HistoryCardProps {
  readonly id: string;
  readonly name: string;
  readonly attributes: readonly AttributeValue[];
  /** Everything known of the entity, which tells what a number counts. */
  readonly all: readonly AttributeValue[];
}

/** The development of one chosen attribute over a chosen period, compared with what is usual. */
export const HistoryCard = ({ id, name, attributes, all }: HistoryCardProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const [parameters, setParameters] = usePageParameters();
  const chosen = readChart(parameters);
  const choose = (change: Partial<ChartChoice>): void => {
    setParameters(writeChart({ ...chosen, ...change }), { replace: true });
  };
  const attribute = attributes.find((one) => one.name === chosen.attribute) ?? attributes[0];
  const attributeId = attribute?.name ?? '';
  const history = useHistory(id, attributeId, chosen.range);
  const entity = valuesByName(all);
  const label = measuredName(attributeId, language, entity);
  const series = useSeries({ id, attribute, label, points: history.data?.points, isDay: isOneDay(chosen) });
  return (
    <Card title={t('history')} className="entity__history">
      <div className="entity__controls">
        <SelectField
          label={t('choose')}
          value={attributeId}
          onChange={(next) => {
            choose({ attribute: next });
          }}
          options={attributes.map((one) => ({
            value: one.name,
            label: measuredName(one.name, language, entity),
          }))}
        />
        <TimeRangePicker
          value={chosen.range}
          onChange={(range) => {
            choose({ range });
          }}
        />
      </div>
      {history.isPending ? <Loading /> : null}
      {history.isError ? (
        <ErrorState detail={history.error.message} onRetry={() => void history.refetch()} />
      ) : null}
      {history.data === undefined ? null : (
        <>
          <TimeSeriesChart
            title={t('historyOf', { attribute: label, name })}
            series={series}
            from={history.data.from}
            to={history.data.to}
            height={320}
          />
          <p className="kern-body kern-body--small kern-body--muted">
            {[
              ...(history.data.period === undefined ? [] : [t('averaged', { period: history.data.period })]),
              ...(series.length > 1 ? [t('usualDetail')] : []),
              t('zone'),
            ].join(' ')}
          </p>
        </>
      )}
    </Card>
  );
};

const isOneDay = ({ range }: ChartChoice): boolean => range.kind === 'last' && range.hours === 24;

/** A mean is not told more exactly than it is. */
const rounded = (value: number | null): number | null =>
  value === null ? null : Number(value.toPrecision(3));

interface SeriesOptions {
  readonly id: string;
  readonly attribute: AttributeValue | undefined;
  readonly label: string;
  readonly points: readonly TimePoint[] | undefined;
  readonly isDay: boolean;
}

/** The measured line and, over a day, the usual one at the same times. */
const useSeries = ({ id, attribute, label, points, isDay }: SeriesOptions): readonly TimeSeries[] => {
  const t = useText(text);
  const { name = '', unitCode } = attribute ?? {};
  const typical = useTypical(id, name, isDay && name !== '');
  return useMemo(() => {
    const read = quantity(name, unitCode);
    const measured = toSeries(label, read, points ?? []);
    if (typical === undefined || points === undefined || points.length === 0) return [measured];
    const usual = points.map(({ time }) => ({ time, value: rounded(typical(time)) }));
    return usual.every(({ value }) => value === null)
      ? [measured]
      : [measured, { ...toSeries(t('usual'), read, usual), isReference: true }];
  }, [name, unitCode, label, points, typical, t]);
};
