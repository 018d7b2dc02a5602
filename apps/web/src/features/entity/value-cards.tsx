import { Card, DataTable } from '@allmende/design-system';
import { AttributeText, attributeName, type AttributeValue } from '../../city/index.ts';
import { useFormat, useLanguage, useText } from '../../i18n/index.ts';
import { text } from './text.ts';

/** What is measured right now, with its time. */
export const CurrentValues = ({ values }: { readonly values: readonly AttributeValue[] }) => {
  const t = useText(text);
  const format = useFormat();
  const { language } = useLanguage();
  return (
    <Card title={t('current')}>
      <DataTable
        caption={t('current')}
        rows={values}
        rowKey={({ name }) => name}
        columns={[
          { key: 'attribute', header: t('attribute'), render: ({ name }) => attributeName(name, language) },
          {
            key: 'value',
            header: t('value'),
            render: ({ name, value, unitCode, observedAt }) => (
              <span className="entity__value">
                <strong className={typeof value === 'number' ? 'entity__number' : ''}>
                  <AttributeText attribute={name} value={value} unitCode={unitCode} />
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
