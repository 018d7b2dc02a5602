import { EmptyPage } from '@allmende/design-system';
import type { ReactNode } from 'react';
import { Link as PlainLink } from 'react-router';
import { useText } from '../i18n/index.ts';
import { text } from './text.ts';
import { useTenant } from './use-tenant.ts';
import { useTenants } from './use-tenants.ts';

/** The page of a tenant, or that the address names one that does not exist. */
export const KnownTenant = ({ children }: { readonly children: ReactNode }) => {
  const t = useText(text);
  const tenant = useTenant();
  const { data } = useTenants();
  if (tenant === '' || data === undefined || data.includes(tenant)) return children;
  return (
    <EmptyPage
      heading={t('unknown', { tenant })}
      title={t('unknownDetail')}
      action={
        <PlainLink className="kern-link" to="/">
          {t('toDefault')}
        </PlainLink>
      }
    />
  );
};
