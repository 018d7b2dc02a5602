import {
  Card,
  ErrorState,
  Loading,
  SelectField,
  TimeRangePicker,
  TimeSeriesChart,
  type TimeRange,
} from '@allmende/design-system';
import { useMemo, useState } from 'react';
import { attributeName, unitSymbol, useHistory, type AttributeValue } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { text } from './text.ts';

interface HistoryCardProps {
  readonly id: string;
  readonly name: string;
  readonly attributes: readonly AttributeValue[];
}

/** The development of one chosen attribute over a chosen period. */
export const HistoryCard = ({ id, name, attributes }: HistoryCardProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const [range, setRange] = useState<TimeRange>({ kind: 'last', hours: 24 });
  const [chosen, setChosen] = useState<string>();
  const attribute = attributes.find((one) => one.name === chosen) ?? attributes[0];
  const attributeId = attribute?.name ?? '';
  const history = useHistory(id, attributeId, range);
  const label = attributeName(attributeId, language);
  const unit = unitSymbol(attribute?.unitCode);
  const points = history.data?.points;
  const series = useMemo(() => [{ name: label, unit, points: points ?? [] }], [label, unit, points]);
  return (
    <Card title={t('history')}>
      <div className="entity__controls">
        <AttributeChoice attributes={attributes} value={attributeId} onChange={setChosen} />
        <TimeRangePicker value={range} onChange={setRange} />
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
            height={280}
          />
          {history.data.period === undefined ? null : (
            <p className="kern-body kern-body--small kern-body--muted">
              {t('averaged', { period: history.data.period })}
            </p>
          )}
        </>
      )}
    </Card>
  );
};

interface AttributeChoiceProps {
  readonly attributes: readonly AttributeValue[];
  readonly value: string;
  readonly onChange: (name: string) => void;
}

const AttributeChoice = ({ attributes, value, onChange }: AttributeChoiceProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  return (
    <SelectField
      label={t('choose')}
      value={value}
      onChange={onChange}
      options={attributes.map(({ name }) => ({ value: name, label: attributeName(name, language) }))}
    />
  );
};
