import { Card, DataTable } from '@allmende/design-system';
import {
  AttributeText,
  attributeName,
  measuredName,
  toldValue,
  valuesByName,
  type AttributeValue,
} from '../../city/index.ts';
import { useFormat, useLanguage, useText } from '../../i18n/index.ts';
import { text } from './text.ts';

interface CurrentValuesProps {
  readonly values: readonly AttributeValue[];
  /** Everything known of the entity, which tells how to read the values. */
  readonly all: readonly AttributeValue[];
}

/** What is measured right now, with its time. */
export const CurrentValues = ({ values, all }: CurrentValuesProps) => {
  const t = useText(text);
  const format = useFormat();
  const { language } = useLanguage();
  const entity = valuesByName(all);
  return (
    <Card title={t('current')}>
      <DataTable
        caption={t('current')}
        rows={values}
        rowKey={({ name }) => name}
        columns={[
          {
            key: 'attribute',
            header: t('attribute'),
            render: ({ name }) => measuredName(name, language, entity),
          },
          {
            key: 'value',
            header: t('value'),
            render: ({ name, unitCode, observedAt }) => (
              <span className="entity__value">
                <strong className={typeof toldValue(entity, name) === 'number' ? 'entity__number' : ''}>
                  <AttributeText attribute={name} value={toldValue(entity, name)} unitCode={unitCode} />
                </strong>
                {observedAt === undefined ? null : (
                  <span className="entity__time kern-body--muted">
                    {t('observed', { time: format.time(observedAt) })}
                  </span>
                )}
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
};

interface FactsProps {
  /** Frames the list as a card of its own. */
  readonly title?: string;
  readonly values: readonly AttributeValue[];
}

/** Names and values, one below the other. */
export const Facts = ({ title, values }: FactsProps) => {
  const { language } = useLanguage();
  const list = (
    <dl className="entity__facts">
      {values.map(({ name, value, unitCode }) => (
        <div key={name}>
          <dt>{attributeName(name, language)}</dt>
          <dd>
            <AttributeText attribute={name} value={value} unitCode={unitCode} />
          </dd>
        </div>
      ))}
    </dl>
  );
  return title === undefined ? list : <Card title={title}>{list}</Card>;
};
