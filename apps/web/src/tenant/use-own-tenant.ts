import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { tenantOf } from './tenant-address.ts';

/** Leads to the tenant that the shown thing belongs to, whatever tenant its link named; waits while that is unknown. */
export const useOwnTenant = (own: string | undefined): void => {
  const [parameters, setParameters] = useSearchParams();
  useEffect(() => {
    if (own === undefined || own === tenantOf(parameters)) return;
    const next = new URLSearchParams(parameters);
    if (own === '') next.delete('tenant');
    else next.set('tenant', own);
    setParameters(next, { replace: true });
  }, [own, parameters, setParameters]);
};
