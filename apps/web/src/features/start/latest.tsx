import { EmptyState } from '@allmende/design-system';
import type { Entity } from '../../api/entity.ts';
import {
  cityType,
  entityName,
  EntityReference,
  measuredName,
  toldValue,
  useQuantityText,
  useUnits,
} from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import type { LatestValue, LatestValues } from './latest-values.ts';
import { text } from './text.ts';

interface LatestProps {
  readonly latest: LatestValues;
  readonly types: readonly string[];
  /** Entities whose names are known already. */
  readonly byType: ReadonlyMap<string, readonly Entity[]>;
}

/** The values that arrived last. */
export const Latest = ({ latest, types, byType }: LatestProps) => {
  const t = useText(text);
  const unitOf = useUnits(types);
  return (
    <section aria-labelledby="start-latest">
      <h2 className="kern-heading-medium" id="start-latest">
        {t('latest')}
      </h2>
      {latest.values.length === 0 ? <EmptyState title={t('waiting')}>{t('waitingDetail')}</EmptyState> : null}
      <ul className="start__list">
        {latest.values.map((one) => (
          <Item
            key={one.key}
            latest={one}
            entity={byType.get(one.type)?.find(({ id }) => id === one.id)}
            unitCode={unitOf(one.type, one.attribute)}
          />
        ))}
      </ul>
      <p className="kern-body kern-body--small kern-body--muted">{t('arrived', { count: latest.count })}</p>
    </section>
  );
};

interface ItemProps {
  readonly latest: LatestValue;
  readonly entity: Entity | undefined;
  readonly unitCode: string | undefined;
}

const Item = ({ latest: { id, type, attribute, value }, entity, unitCode }: ItemProps) => {
  const { language } = useLanguage();
  const quantityText = useQuantityText();
  const told = toldValue({ ...entity, [attribute]: value }, attribute);
  return (
    <li className="start__value">
      <span className="start__dot" style={{ background: cityType(type).color }} aria-hidden="true" />
      <span className="start__what">
        <Named id={id} entity={entity} />
        <span className="start__detail">{measuredName(attribute, language, entity)}</span>
      </span>
      <strong>{quantityText(attribute, told, unitCode)}</strong>
    </li>
  );
};

const Named = ({ id, entity }: { readonly id: string; readonly entity: Entity | undefined }) =>
  entity === undefined ? (
    <EntityReference id={id} />
  ) : (
    <Link className="kern-link" to={`/entities/${encodeURIComponent(id)}`}>
      {entityName(entity)}
    </Link>
  );
