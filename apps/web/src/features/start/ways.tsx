import { useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { text } from './text.ts';

const ways = [
  { key: 'portal', to: '/datasets' },
  { key: 'map', to: '/map' },
  { key: 'dashboards', to: '/dashboards' },
  { key: 'alerts', to: '/alerts' },
  { key: 'data', to: '/data' },
] as const;

/** What one can do here. */
export const Ways = () => {
  const t = useText(text);
  return (
    <section aria-labelledby="start-ways">
      <h2 className="kern-heading-medium" id="start-ways">
        {t('ways')}
      </h2>
      <ul className="start__ways">
        {ways.map(({ key, to }) => (
          <li key={key}>
            <Link className="kern-link start__way" to={to}>
              {t(`way_${key}`)}
            </Link>
            <p className="kern-body">{t(`way_${key}_detail`)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
};
