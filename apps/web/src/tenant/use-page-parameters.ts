import { useSearchParams } from 'react-router';
import { tenantOf } from './tenant-address.ts';

type SetPageParameters = (
  next: URLSearchParams | Readonly<Record<string, string>>,
  options?: { readonly replace: boolean },
) => void;

/** What the address says of the page; setting it anew keeps the tenant. */
export const usePageParameters = (): readonly [URLSearchParams, SetPageParameters] => {
  const [parameters, setParameters] = useSearchParams();
  return [
    parameters,
    (next, options = { replace: false }) => {
      const written = new URLSearchParams(next instanceof URLSearchParams ? next : { ...next });
      const tenant = tenantOf(parameters);
      if (tenant !== '') written.set('tenant', tenant);
      setParameters(written, options);
    },
  ];
};
