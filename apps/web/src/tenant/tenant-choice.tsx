import { useId } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useText } from '../i18n/index.ts';
import { pathInOtherTenant, withTenant } from './tenant-address.ts';
import './tenant-choice.css';
import { text } from './text.ts';
import { useTenant } from './use-tenant.ts';
import { useTenants } from './use-tenants.ts';

/** Whose data all pages show; nothing to choose where there is one tenant only. */
export const TenantChoice = () => {
  const t = useText(text);
  const id = useId();
  const tenant = useTenant();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const tenants = useTenants();
  const known = [...new Set([...(tenants.data ?? ['']), tenant])];
  if (known.length < 2) return null;
  return (
    <div className="tenant">
      <label className="tenant__label kern-body kern-body--small" htmlFor={id}>
        {t('tenant')}
      </label>
      <div className="kern-form-input__select-wrapper tenant__select">
        <select
          id={id}
          className="kern-form-input__select"
          value={tenant}
          onChange={({ target }) => {
            void navigate(withTenant(pathInOtherTenant(pathname), target.value));
          }}
        >
          {known.map((one) => (
            <option key={one} value={one}>
              {one === '' ? t('defaultTenant') : one}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
};
