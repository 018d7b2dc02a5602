import type { RequestFacts } from '@allmende/http';
import type { Logger } from '@allmende/kernel';

const tenantName = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Writes one line per finished request. It names the pattern of the route, never the address itself: ids and
 * filters in it may tell of people. `requestId` is the `instance` of an error answer.
 */
export const createRequestLog =
  (logger: Logger) =>
  ({ id, method, route, status, durationMs, code, headers }: RequestFacts): void => {
    const tenant = headers['ngsild-tenant'];
    const isKept = typeof tenant === 'string' && tenantName.test(tenant);
    const write = status >= 500 && status !== 501 ? logger.warn : logger.info;
    write('request answered', {
      requestId: id,
      method,
      route,
      status,
      durationMs: Math.round(durationMs * 1000) / 1000,
      ...(code === undefined ? {} : { code }),
      ...(isKept ? { tenant } : {}),
    });
  };
