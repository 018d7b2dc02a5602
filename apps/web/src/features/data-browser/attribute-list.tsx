import { Button, DataTable } from '@allmende/design-system';
import type { AttributeSummary } from '../../api/client.ts';
import type { Entity } from '../../api/entity.ts';
import { attributeName, inputName, useValueText } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { text } from './text.ts';
import type { FilterPath } from './value-kind.ts';

interface AttributeListProps {
  readonly attributes: readonly AttributeSummary[];
  readonly samples: readonly Entity[];
  readonly paths: readonly FilterPath[];
  readonly onUse: (path: FilterPath) => void;
}

/** The attributes of a type with kind and an example; each can start a condition. */
export const AttributeList = ({ attributes, samples, paths, onUse }: AttributeListProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const valueText = useValueText({ isRaw: true });
  const kindText = (kind: string): string => {
    if (kind === 'GeoProperty') return t('place');
    return kind === 'Relationship' ? t('relationship') : t('property');
  };
  const pathOf = (name: string): FilterPath | undefined =>
    paths.find(({ path }) => path === name || path.startsWith(`${name}[`));
  return (
    <details className="kern-accordion">
      <summary className="kern-accordion__header">
        <span className="kern-title">{t('attributes', { count: attributes.length })}</span>
      </summary>
      <section className="kern-accordion__body">
        <DataTable
          caption={t('attributes', { count: attributes.length })}
          rows={attributes}
          rowKey={({ name }) => name}
          columns={[
            {
              key: 'name',
              header: t('attribute'),
              render: ({ name }) => inputName(name, language),
              sortValue: ({ name }) => attributeName(name, language),
            },
            { key: 'technical', header: t('technicalName'), render: ({ name }) => <code>{name}</code> },
            { key: 'kind', header: t('kind'), render: ({ kinds }) => kinds.map(kindText).join(', ') },
            {
              key: 'example',
              header: t('example'),
              render: ({ name }) => (
                <span className="data__example">
                  {valueText(samples.find((entity) => entity[name] !== undefined)?.[name])}
                </span>
              ),
            },
            {
              key: 'use',
              header: t('filter'),
              render: ({ name }) => (
                <Button
                  variant="tertiary"
                  className="kern-btn--x-small"
                  aria-label={t('useNamedAsFilter', { attribute: attributeName(name, language) })}
                  onClick={() => {
                    onUse(pathOf(name) ?? { path: name, kind: 'unknown' });
                  }}
                >
                  {t('useAsFilter')}
                </Button>
              ),
            },
          ]}
        />
      </section>
    </details>
  );
};
