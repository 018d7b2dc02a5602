import type { ApiRequest, Route } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import type { Distribution } from '../distribution/distribution.ts';
import { distributionProblems } from '../distribution/problems.ts';
import { tenantOf } from '../entities/request-context.ts';
import type { RegistrationStore } from '../registrations/registration-store.ts';
import type { Subscriptions } from '../subscriptions/create-subscriptions.ts';
import { FederatedSubscriptions } from './federated-subscriptions.ts';
import { remoteNotifyRoutes } from './remote-notify-routes.ts';
import type { RemoteSubscriptionStore } from './remote-subscription-store.ts';

interface Parts {
  readonly distribution: Distribution;
  readonly store: RemoteSubscriptionStore;
  readonly subscriptions: Pick<Subscriptions, 'find' | 'all' | 'notify'>;
}

/** Subscriptions that sources keep a part of. */
export interface FederatedSubscriptionsModule {
  readonly routes: readonly Route[];
  readonly federated: FederatedSubscriptions;
}

export const createFederatedSubscriptions = (parts: Parts): FederatedSubscriptionsModule => ({
  routes: remoteNotifyRoutes({
    ...parts,
    notify: (subscription, data) => parts.subscriptions.notify(subscription, data),
  }),
  federated: new FederatedSubscriptions(parts),
});

/** Refuses a subscription that other brokers sent back here, as its changes are notified already. */
export const refuseReturned = (federated: FederatedSubscriptions, request: ApiRequest): void => {
  if (federated.hasComeBack(request.headers.via, tenantOf(request)))
    throw new DomainError(distributionProblems.loop, 'The subscription comes from here.');
};

/** The same store; the federated subscriptions follow its changes. */
export const followed = (store: RegistrationStore, federated: FederatedSubscriptions): RegistrationStore => ({
  ...store,
  insert: async (registration) => {
    await store.insert(registration);
    federated.onRegistration(registration.tenant);
  },
  replace: async (registration) => {
    await store.replace(registration);
    federated.onRegistration(registration.tenant);
  },
  remove: async (tenant, id) => {
    await store.remove(tenant, id);
    federated.onRegistration(tenant);
  },
});
