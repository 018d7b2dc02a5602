import { useSearchParams } from 'react-router';

interface ChosenTenant {
  /** '' is the default tenant. */
  readonly tenant: string;
  /** The address of a page of the data browser in the same tenant. */
  readonly to: (path: string) => string;
}

/** The tenant that is worked in; it is in the page's address, so that it can be shared. */
export const useTenant = (): ChosenTenant => {
  const [parameters] = useSearchParams();
  const tenant = parameters.get('tenant') ?? '';
  return {
    tenant,
    to: (path) => {
      if (tenant === '') return path;
      return `${path}${path.includes('?') ? '&' : '?'}tenant=${encodeURIComponent(tenant)}`;
    },
  };
};
