import { EmptyState } from '@allmende/design-system';
import { attributeName, cityType, EntityReference, useQuantityText, useUnits } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import type { LatestValues } from './latest-values.ts';
import { text } from './text.ts';

interface LatestProps {
  readonly latest: LatestValues;
  readonly types: readonly string[];
}

/** The values that arrived last. */
export const Latest = ({ latest, types }: LatestProps) => {
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
              <EntityReference id={id} />
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
