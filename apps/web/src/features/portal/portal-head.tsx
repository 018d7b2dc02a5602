import { useText } from '../../i18n/index.ts';
import { NavLink } from '../../tenant/index.ts';
import { text } from './text.ts';

/** Title of the portal's lists with the way between them. */
export const PortalHead = ({ intro }: { readonly intro: string }) => {
  const t = useText(text);
  return (
    <>
      <div>
        <h1 className="kern-heading-large">{t('title')}</h1>
        <p className="kern-body">{intro}</p>
      </div>
      <nav className="ds-sections" aria-label={t('sections')}>
        <NavLink className="ds-sections__link kern-body" to="/datasets" end>
          {t('datasets')}
        </NavLink>
        <NavLink className="ds-sections__link kern-body" to="/organisations">
          {t('organisations')}
        </NavLink>
      </nav>
    </>
  );
};
