import { DomainError } from '@allmende/kernel';
import { portalProblems } from './problems.ts';

/** A tenant as NGSILD-Tenant names it; '' is the default one. */
export const tenantName = /^[A-Za-z0-9_-]{0,64}$/u;

/** What is wrong with any other name. */
export const tenantExpected = 'at most 64 letters without accents, digits, "_" and "-" are expected';

/** A parameter that cannot be used (`invalid-parameter`). */
export const refuseParameter = (pointer: string, detail: string): DomainError =>
  new DomainError(portalProblems.invalidParameter, `${pointer}: ${detail}`, {
    findings: [{ pointer, detail }],
  });

/** The tenant whose catalogue is asked for; the default one ('') unless told. */
export const readTenant = (query: URLSearchParams): string => {
  const tenant = query.get('tenant') ?? '';
  if (tenantName.test(tenant)) return tenant;
  throw refuseParameter('tenant', tenantExpected);
};
