import { ErrorState, Loading } from '@allmende/design-system';
import { useFormat, useText } from '../../i18n/index.ts';
import { BigValue } from './big-value.tsx';
import { EntityLink } from './entity-link.tsx';
import { text } from './text.ts';
import { useMeasured } from './use-measured.ts';

interface ValueTileProps {
  readonly id: string;
  readonly attribute: string;
}

/** The current value, large. */
export const ValueTile = ({ id, attribute }: ValueTileProps) => {
  const t = useText(text);
  const format = useFormat();
  const { measured, isPending, error, retry } = useMeasured(id, attribute);
  if (isPending) return <Loading />;
  if (error !== null) return <ErrorState detail={error.message} onRetry={retry} />;
  const { label, value, text: words, quantity, observedAt, entityName } = measured;
  return (
    <>
      <p className="dashboard__value">
        {value === undefined || value === null ? (
          t('noValue')
        ) : (
          <BigValue
            value={typeof value === 'number' ? format.number(value * quantity.factor) : words}
            unit={typeof value === 'number' ? quantity.unit : ''}
          />
        )}
      </p>
      <p className="kern-body kern-body--small kern-body--muted">
        {label}
        {observedAt === undefined ? '' : `, ${t('measured', { time: format.time(observedAt) })}`}
      </p>
      <EntityLink id={id} name={entityName} />
    </>
  );
};
