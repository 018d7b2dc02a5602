import { ErrorState, Loading, Sparkline, type TimeRange } from '@allmende/design-system';
import { useHistory } from '../../city/index.ts';
import { useFormat, useText } from '../../i18n/index.ts';
import { BigValue } from './big-value.tsx';
import { EntityLink } from './entity-link.tsx';
import { text } from './text.ts';
import { trendOf } from './trend.ts';
import { useMeasured } from './use-measured.ts';

interface TrendTileProps {
  readonly id: string;
  readonly attribute: string;
}

const lastDay: TimeRange = { kind: 'last', hours: 24 };
const arrows = { up: '↗', down: '↘', same: '→' } as const;

/** The last value and how it changed within a day. */
export const TrendTile = ({ id, attribute }: TrendTileProps) => {
  const t = useText(text);
  const format = useFormat();
  const { measured } = useMeasured(id, attribute);
  const history = useHistory(id, attribute, lastDay);
  if (history.isPending) return <Loading />;
  if (history.isError) {
    return <ErrorState detail={history.error.message} onRetry={() => void history.refetch()} />;
  }
  const { label, quantity, entityName, value, text: words } = measured;
  const trend = trendOf(history.data.points);
  if (trend === undefined) {
    return (
      <>
        <p className="kern-body">{t('noTrend')}</p>
        <EntityLink id={id} name={entityName} />
      </>
    );
  }
  const { factor, unit } = quantity;
  const difference = Math.abs(trend.change) * factor;
  // A share of 12 % that falls by 3 % is 11.6 %; by three percentage points it is 9 %.
  const change =
    unit === '%'
      ? t('points', { change: format.number(difference), value: difference })
      : format.quantity(difference, unit);
  return (
    <>
      <p className="dashboard__value">
        {typeof value === 'string' ? (
          <BigValue value={words} unit="" />
        ) : (
          <BigValue value={format.number(trend.last * factor)} unit={unit} />
        )}
      </p>
      <Sparkline label={t('sparkline', { attribute: label })} points={history.data.points} />
      <p className="kern-body kern-body--small">
        <span aria-hidden="true">{`${arrows[trend.direction]} `}</span>
        {t(trend.direction, { change })}
      </p>
      <p className="kern-body kern-body--small kern-body--muted">{label}</p>
      <EntityLink id={id} name={entityName} />
    </>
  );
};
