import type { ReactNode } from 'react';
import { useText } from '../../i18n/index.ts';
import { NavLink } from '../../tenant/index.ts';
import { text } from './text.ts';

/** Title of the two alert pages with the way between them. */
export const AlertsHead = ({ intro, action }: { readonly intro: string; readonly action?: ReactNode }) => {
  const t = useText(text);
  return (
    <>
      <div className="alerts__head">
        <div>
          <h1 className="kern-heading-large">{t('title')}</h1>
          <p className="kern-body">{intro}</p>
        </div>
        {action}
      </div>
      <nav className="ds-sections" aria-label={t('sections')}>
        <NavLink className="ds-sections__link kern-body" to="/alerts" end>
          {t('alerts')}
        </NavLink>
        <NavLink className="ds-sections__link kern-body" to="/alerts/rules">
          {t('rules')}
        </NavLink>
      </nav>
    </>
  );
};
