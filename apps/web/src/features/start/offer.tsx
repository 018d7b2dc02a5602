import type { EntityTypeSummary } from '../../api/client.ts';
import { cityType, orderTypes } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { text } from './text.ts';

/** All types of data with their numbers, each a way to the data and to the map. */
export const Offer = ({ types }: { readonly types: readonly EntityTypeSummary[] }) => {
  const t = useText(text);
  const { language } = useLanguage();
  const counts = new Map(types.map(({ type, entityCount }) => [type, entityCount]));
  return (
    <section aria-labelledby="start-kinds">
      <h2 className="kern-heading-medium" id="start-kinds">
        {t('kinds')}
      </h2>
      <ul className="start__list">
        {orderTypes([...counts.keys()]).map((type) => (
          <li key={type} className="start__kind">
            <span className="start__dot" style={{ background: cityType(type).color }} aria-hidden="true" />
            <Link className="kern-link start__name" to={`/data?type=${encodeURIComponent(type)}`}>
              {cityType(type).names[language]}
            </Link>
            <span className="start__count">{t('count', { count: counts.get(type) ?? 0 })}</span>
            <Link
              className="kern-link start__to-map"
              to={`/map?layers=${encodeURIComponent(type)}`}
              aria-label={`${cityType(type).names[language]} ${t('onMap')}`}
            >
              {t('onMap')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};
