import { Button, DataTable, EmptyState } from '@allmende/design-system';
import type { Entity } from '../../api/entity.ts';
import { cityType, entityName, headlineValue, measuredName, useQuantityText } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { text } from './text.ts';

const limit = 100;

/** The places of the map for keyboard and screen reader. */
export const PlaceList = ({
  entities,
  unitOf,
  onSelect,
}: {
  readonly entities: readonly Entity[];
  readonly unitOf: (type: string, attribute: string) => string | undefined;
  readonly onSelect: (entity: Entity) => void;
}) => {
  const t = useText(text);
  const quantityText = useQuantityText();
  const { language } = useLanguage();
  if (entities.length === 0) return <EmptyState title={t('noRows')} />;
  const headlineText = (entity: Entity): string => {
    const headline = headlineValue(entity);
    if (headline === undefined) return '';
    const { attribute, value } = headline;
    return `${measuredName(attribute, language, entity)}: ${quantityText(attribute, value, unitOf(entity.type, attribute))}`;
  };
  const rest = entities.length - limit;
  return (
    <>
      <DataTable
        caption={t('list')}
        rows={entities.slice(0, limit)}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            header: t('name'),
            render: (entity) => (
              <Link className="kern-link" to={`/entities/${encodeURIComponent(entity.id)}`}>
                {entityName(entity)}
              </Link>
            ),
            sortValue: entityName,
          },
          {
            key: 'kind',
            header: t('kind'),
            render: ({ type }) => cityType(type).names[language],
            sortValue: ({ type }) => cityType(type).names[language],
          },
          {
            key: 'value',
            header: t('value'),
            render: headlineText,
            sortValue: (entity) => headlineValue(entity)?.value ?? null,
          },
          {
            key: 'select',
            header: t('action'),
            render: (entity) => (
              <Button
                variant="tertiary"
                className="kern-btn--x-small"
                aria-label={`${t('select')}: ${entityName(entity)}`}
                onClick={() => {
                  onSelect(entity);
                }}
              >
                {t('select')}
              </Button>
            ),
          },
        ]}
      />
      {rest > 0 ? <p className="kern-body kern-body--muted">{t('more', { rest })}</p> : null}
    </>
  );
};
