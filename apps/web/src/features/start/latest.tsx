import { EmptyState } from '@allmende/design-system';
import { Link } from 'react-router';
import type { Entity } from '../../api/entity.ts';
import {
  attributeName,
  cityType,
  entityName,
  EntityReference,
  useQuantityText,
  useUnits,
} from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import type { LatestValues } from './latest-values.ts';
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
  const { language } = useLanguage();
  const unitOf = useUnits(types);
  const quantityText = useQuantityText();
  return (
    <section aria-labelledby="start-latest">
      <h2 className="kern-heading-medium" id="start-latest">
        {t('latest')}
      </h2>
      {latest.values.length === 0 ? <EmptyState title={t('waiting')}>{t('waitingDetail')}</EmptyState> : null}
      <ul className="start__list">
        {latest.values.map(({ key, id, type, attribute, value }) => (
          <li key={key} className="start__value">
            <span className="start__dot" style={{ background: cityType(type).color }} aria-hidden="true" />
            <span className="start__what">
              <Named id={id} entity={byType.get(type)?.find((one) => one.id === id)} />
              <span className="start__detail">{attributeName(attribute, language)}</span>
            </span>
            <strong>{quantityText(attribute, value, unitOf(type, attribute))}</strong>
          </li>
        ))}
      </ul>
      <p className="kern-body kern-body--small kern-body--muted">{t('arrived', { count: latest.count })}</p>
    </section>
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
