export { KnownTenant } from './known-tenant.tsx';
export { Link, NavLink, useGo } from './link.tsx';
export { TenantChoice } from './tenant-choice.tsx';
export { useOwnTenant } from './use-own-tenant.ts';
export { usePageParameters } from './use-page-parameters.ts';
export { withTenant } from './tenant-address.ts';
export { useTenant } from './use-tenant.ts';
