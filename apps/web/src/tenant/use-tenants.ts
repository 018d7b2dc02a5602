import { useQuery } from '@tanstack/react-query';
import { getTenants } from '../api/trials.ts';

/** The tenants that exist, '' first. */
export const useTenants = () =>
  useQuery({ queryKey: ['tenants'], queryFn: ({ signal }) => getTenants(signal) });
