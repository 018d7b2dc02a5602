import type { ReactNode } from 'react';
import { useText } from '../../i18n/index.ts';
import { NavLink } from '../../tenant/index.ts';
import { text } from './text.ts';

const sections = [
  { path: '/data', key: 'types' },
  { path: '/data/subscriptions', key: 'subscriptions' },
  { path: '/data/registrations', key: 'registrations' },
  { path: '/data/contexts', key: 'contexts' },
] as const;

/** Title of the pages of the data browser with the way between them. */
export const DataHead = ({ intro, action }: { readonly intro: string; readonly action?: ReactNode }) => {
  const t = useText(text);
  return (
    <>
      <div className="data__head">
        <div className="data__intro">
          <h1 className="kern-heading-large">{t('title')}</h1>
          <p className="kern-body">{intro}</p>
        </div>
      </div>
      <div className="data__bar">
        <nav className="ds-sections" aria-label={t('sections')}>
          {sections.map(({ path, key }) => (
            <NavLink key={path} className="ds-sections__link kern-body" to={path} end={path === '/data'}>
              {t(key)}
            </NavLink>
          ))}
        </nav>
        {action}
      </div>
    </>
  );
};
