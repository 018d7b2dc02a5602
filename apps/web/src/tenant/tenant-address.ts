/** The tenant that an address names; '' is the default one. */
export const tenantOf = (parameters: URLSearchParams): string => parameters.get('tenant') ?? '';

/** The path of a page in a tenant; the default one goes without saying. */
export const withTenant = (path: string, tenant: string): string => {
  const [, before = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/su.exec(path) ?? [];
  const parameters = new URLSearchParams(query);
  if (tenant === '' || parameters.has('tenant')) return path;
  parameters.set('tenant', tenant);
  return `${before}?${parameters.toString()}${fragment}`;
};

/** Pages of one thing and the list it is in: another tenant has other things. */
const lists: readonly (readonly [RegExp, string])[] = [
  [/^\/entities\//u, '/data'],
  [/^\/dashboards\//u, '/dashboards'],
  [/^\/alerts\/rules\//u, '/alerts/rules'],
  [/^\/dataset\//u, '/datasets'],
  [/^\/organisations\//u, '/organisations'],
  [/^\/data\/subscriptions\//u, '/data/subscriptions'],
  [/^\/data\/registrations\//u, '/data/registrations'],
  [/^\/data\/contexts\//u, '/data/contexts'],
];

/** Where to go from a page when another tenant is chosen there; what is being made anew can be made there as well. */
export const pathInOtherTenant = (path: string): string => {
  if (path.endsWith('/new')) return path;
  return lists.find(([pattern]) => pattern.test(path))?.[1] ?? path;
};
