import { useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { text } from './text.ts';

/** Leads to the page of an entity; its name is heard by screen readers. */
export const EntityLink = ({ id, name }: { readonly id: string; readonly name: string }) => {
  const t = useText(text);
  return (
    <p className="dashboard__link">
      <Link
        className="kern-link kern-link--small"
        to={`/entities/${encodeURIComponent(id)}`}
        aria-label={t('detailsOf', { name })}
      >
        {t('details')}
      </Link>
    </p>
  );
};
