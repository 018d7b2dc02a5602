import {
  Link as RouterLink,
  NavLink as RouterNavLink,
  useNavigate,
  type LinkProps as RouterLinkProps,
  type NavLinkProps as RouterNavLinkProps,
} from 'react-router';
import { withTenant } from './tenant-address.ts';
import { useTenant } from './use-tenant.ts';

type LinkProps = RouterLinkProps & { readonly to: string };
type NavLinkProps = RouterNavLinkProps & { readonly to: string };

/** A link within the page; stays in the tenant unless it names one. */
export const Link = ({ to, ...rest }: LinkProps) => <RouterLink {...rest} to={withTenant(to, useTenant())} />;

/** A link of a navigation; stays in the tenant. */
export const NavLink = ({ to, ...rest }: NavLinkProps) => (
  <RouterNavLink {...rest} to={withTenant(to, useTenant())} />
);

/** Goes to another page of the same tenant. */
export const useGo = (): ((path: string) => Promise<void>) => {
  const navigate = useNavigate();
  const tenant = useTenant();
  return async (path) => {
    await navigate(withTenant(path, tenant));
  };
};
