import type { Route } from '@allmende/http';
import type { BrokerParts } from './broker.ts';
import type { ContextLibrary } from './contexts/context-library.ts';
import { contextRoutes } from './contexts/context-routes.ts';
import { discoveryRoutes } from './discovery/discovery-routes.ts';
import type { Distribution } from './distribution/distribution.ts';
import { withDistribution } from './distribution/with-distribution.ts';
import { batchRoutes } from './entities/batch-routes.ts';
import type { StartParsing } from './entities/entity-routes.ts';
import { withPreferredVersion } from './entities/preferred-version.ts';
import { purgeRoutes } from './entities/purge-routes.ts';
import { entityMapRoutes } from './entity-maps/entity-map-routes.ts';
import { withEntityMaps, type EntityMapParts } from './entity-maps/mapped-routes.ts';
import { liveRoutes } from './live/live-routes.ts';
import { registrationRoutes } from './registrations/registration-routes.ts';
import { snapshotRoutes, withSnapshots, type SnapshotParts } from './snapshots/snapshot-routes.ts';
import { sourceIdentityRoutes } from './source-identity/source-identity-routes.ts';
import { historyRoutes, type HistoryRoutesParts } from './temporal/history-routes.ts';
import { tenantListRoute } from './tenants/tenant-list-route.ts';
import { withTenants } from './tenants/tenant-routes.ts';
import type { TenantStore } from './tenants/tenant-store.ts';
import { trialRoutes } from './trials/trial-routes.ts';

/** What the route tables are bound to. */
export interface BrokerRoutesParts {
  readonly parts: BrokerParts;
  readonly startParsing: StartParsing;
  readonly contexts: ContextLibrary;
  readonly tenants: TenantStore<never>;
  readonly history: HistoryRoutesParts;
  readonly registrations: Parameters<typeof registrationRoutes>[0];
  readonly distribution: Distribution;
  readonly entityMaps: EntityMapParts;
  readonly snapshots: SnapshotParts;
  readonly subscriptions: readonly Route[];
  readonly sourceSubscriptions: readonly Route[];
  readonly federation: readonly Route[];
  readonly notifications: readonly Route[];
}

/** The route tables, wrapped by what operations have in common. */
export const brokerRoutes = (bound: BrokerRoutesParts): readonly Route[] => {
  const { parts, startParsing, distribution, snapshots, entityMaps, tenants } = bound;
  return [
    ...withTenants(
      tenants,
      withPreferredVersion([
        ...withSnapshots(
          snapshots,
          withEntityMaps(
            entityMaps,
            withDistribution(distribution, [
              ...batchRoutes(parts, startParsing),
              ...purgeRoutes(parts),
              ...entityMaps.makeRoutes(entityMaps.stores),
              ...historyRoutes(bound.history),
            ]),
          ),
        ),
        ...withSnapshots(snapshots, [
          ...withDistribution(distribution, discoveryRoutes(parts)),
          ...entityMapRoutes(entityMaps),
          ...bound.subscriptions,
        ]),
        ...snapshotRoutes(snapshots),
        ...bound.sourceSubscriptions,
        ...contextRoutes(bound.contexts),
        ...registrationRoutes(bound.registrations),
      ]),
    ),
    ...bound.federation,
    ...sourceIdentityRoutes(parts),
    ...liveRoutes(parts),
    ...bound.notifications,
    tenantListRoute(tenants),
    ...trialRoutes(parts),
  ];
};
