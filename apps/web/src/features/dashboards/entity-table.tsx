import { DataTable } from '@allmende/design-system';
import type { Entity } from '../../api/entity.ts';
import {
  entityName,
  headlineValue,
  measuredName,
  toldValue,
  useQuantityText,
  useValueText,
} from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { text } from './text.ts';

interface EntityTableProps {
  readonly caption: string;
  readonly entities: readonly Entity[];
  /** Shown beside the name; the type's most important value when empty. */
  readonly attribute: string;
}

const limit = 200;

/** Entities with one value each, sortable. */
export const EntityTable = ({ caption, entities, attribute }: EntityTableProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const valueText = useValueText();
  const quantityText = useQuantityText();
  const shown = entities.slice(0, limit);
  const name =
    attribute === '' ? shown.map(headlineValue).find((one) => one !== undefined)?.attribute : attribute;
  const valueOf = (entity: Entity): unknown => (name === undefined ? undefined : toldValue(entity, name));
  const hasNumbers = shown.some((entity) => typeof valueOf(entity) === 'number');
  return (
    <>
      <div className="dashboard__table">
        <DataTable
          caption={caption}
          rows={shown}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name',
              header: t('place'),
              render: (entity) => (
                <Link className="kern-link" to={`/entities/${encodeURIComponent(entity.id)}`}>
                  {entityName(entity)}
                </Link>
              ),
              sortValue: entityName,
            },
            ...(name === undefined
              ? []
              : [
                  {
                    key: name,
                    header: measuredName(name, language, shown[0]),
                    numeric: hasNumbers,
                    render: (entity: Entity) => quantityText(name, valueOf(entity)),
                    sortValue: (entity: Entity) => {
                      const value = valueOf(entity);
                      return typeof value === 'number' ? value : valueText(value) || null;
                    },
                  },
                ]),
          ]}
        />
      </div>
      {entities.length > limit ? (
        <p className="kern-body kern-body--small kern-body--muted">
          {t('shownOf', { shown: limit, count: entities.length })}
        </p>
      ) : null}
    </>
  );
};
