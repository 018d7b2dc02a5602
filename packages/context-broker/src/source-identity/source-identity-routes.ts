import { createHash } from 'node:crypto';
import type { Route } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import { answerContent, negotiate } from '../entities/answer.ts';
import { readContext, tenantOf } from '../entities/request-context.ts';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';

/** The name by which other context sources know this one, one per tenant (§5.2.40). */
export const sourceAlias = (publicUrl: string, tenant: string): string => {
  const { host } = new URL(publicUrl);
  return tenant === '' ? host : `${host}-${tenant}`;
};

/** A stable URI for an alias. */
const idOf = (alias: string): string => {
  const digest = createHash('sha256').update(alias).digest('hex').slice(0, 32);
  return `urn:ngsi-ld:ContextSourceIdentity:${digest}`;
};

const uptime = (ms: number): string => `PT${String(Math.max(0, Math.floor(ms / 1000)))}S`;

/** Who answers here (CIM 009 §5.15, §6.33). */
export const sourceIdentityRoutes = (parts: BrokerParts): Route[] => {
  const startedAt = parts.clock.now();
  return [
    {
      clause: '6.33.3.1',
      method: 'GET',
      path: '/ngsi-ld/v1/info/sourceIdentity',
      query: [],
      errors: ngsiLdErrors,
      handle: async (request) => {
        const mediaType = negotiate(request);
        const context = await readContext(request, parts.contexts);
        const alias = sourceAlias(parts.publicUrl(), tenantOf(request));
        const now = parts.clock.now();
        const identity = {
          id: idOf(alias),
          type: 'ContextSourceIdentity',
          contextSourceAlias: alias,
          contextSourceUptime: uptime(now - startedAt),
          contextSourceTimeAt: new Date(now).toISOString(),
        };
        return answerContent(identity, context, { mediaType });
      },
    },
  ];
};
