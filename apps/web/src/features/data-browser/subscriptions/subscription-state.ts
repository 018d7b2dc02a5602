import type { Subscription } from '../../../api/subscriptions.ts';

export const subscriptionStates = ['active', 'failing', 'paused', 'expired'] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** What a clerk has to know first: one that is active and whose last notification did not arrive is failing. */
export const stateOf = ({ status, notification }: Subscription): SubscriptionState =>
  status === 'active' && notification.status === 'failed' ? 'failing' : status;

export const stateTone = {
  active: 'success',
  failing: 'danger',
  paused: 'info',
  expired: 'warning',
} as const satisfies Readonly<Record<SubscriptionState, string>>;

/** What to call a subscription; the end of its id where it has no name. */
export const nameOf = ({ subscriptionName, description, id }: Subscription): string =>
  subscriptionName ?? description ?? id.split(':').at(-1) ?? id;

/** Where an address leads, without what may be secret in it. */
export const receiverOf = (uri: string): string => {
  const url = URL.parse(uri);
  if (url === null) return uri;
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
};

/** Whether a subscription is one that somebody looks for. */
export const isFound = (subscription: Subscription, search: string): boolean => {
  const {
    id,
    subscriptionName,
    description,
    entities = [],
    watchedAttributes = [],
    notification,
  } = subscription;
  const texts = [
    id,
    subscriptionName ?? '',
    description ?? '',
    ...entities.map(({ type }) => type),
    ...watchedAttributes,
    notification.endpoint.uri,
  ];
  const words = search.toLocaleLowerCase().split(/\s+/u);
  const all = texts.join('\n').toLocaleLowerCase();
  return words.every((word) => all.includes(word));
};
