import { SelectField } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NavLink, useNavigate } from 'react-router';
import { getTenants } from '../../api/trials.ts';
import { useText } from '../../i18n/index.ts';
import { text } from './text.ts';
import { useTenant } from './use-tenant.ts';

const sections = [
  { path: '/data', key: 'types' },
  { path: '/data/subscriptions', key: 'subscriptions' },
  { path: '/data/registrations', key: 'registrations' },
  { path: '/data/contexts', key: 'contexts' },
] as const;

/** Title of the pages of the data browser with the way between them. */
export const DataHead = ({ intro, action }: { readonly intro: string; readonly action?: ReactNode }) => {
  const t = useText(text);
  const { to } = useTenant();
  return (
    <>
      <div className="data__head">
        <div className="data__intro">
          <h1 className="kern-heading-large">{t('title')}</h1>
          <p className="kern-body kern-body--large">{intro}</p>
        </div>
        <TenantChoice />
      </div>
      <div className="data__bar">
        <nav className="ds-sections" aria-label={t('sections')}>
          {sections.map(({ path, key }) => (
            <NavLink key={path} className="ds-sections__link kern-body" to={to(path)} end={path === '/data'}>
              {t(key)}
            </NavLink>
          ))}
        </nav>
        {action}
      </div>
    </>
  );
};

/** Whose data are shown; nothing to choose where there is one tenant only. */
const TenantChoice = () => {
  const t = useText(text);
  const { tenant } = useTenant();
  const navigate = useNavigate();
  const tenants = useQuery({ queryKey: ['tenants'], queryFn: ({ signal }) => getTenants(signal) });
  const known = [...new Set([...(tenants.data ?? ['']), tenant])];
  if (known.length < 2) return null;
  return (
    <div className="data__tenant">
      <SelectField
        label={t('tenant')}
        value={tenant}
        options={known.map((one) => ({ value: one, label: one === '' ? t('defaultTenant') : one }))}
        onChange={(next) => {
          void navigate({ search: next === '' ? '' : `?tenant=${encodeURIComponent(next)}` });
        }}
      />
    </div>
  );
};
