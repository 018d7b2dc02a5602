import { useSearchParams } from 'react-router';
import { tenantOf } from './tenant-address.ts';

/** The tenant whose data are shown, '' for the default one; it is in the page's address, so that it can be shared. */
export const useTenant = (): string => tenantOf(useSearchParams()[0]);
