import { readJson, send, toParameters } from './http.ts';

/** A notification that was given up. */
export interface DeadNotification {
  readonly id: number;
  readonly subscriptionId: string;
  readonly attempts: number;
  readonly reason: string;
  /** Of the last answer, where there was one. */
  readonly status?: number;
  readonly queuedAt: string;
  readonly lastAttemptAt: string;
}

export interface DeadNotifications {
  readonly notifications: readonly DeadNotification[];
  /** Matches in all pages. */
  readonly count: number;
}

/** How the queue of a subscription does. */
export interface NotificationQueue {
  readonly waiting: number;
  readonly dead: number;
  readonly dropped: number;
  readonly first?: { readonly attempts: number; readonly nextAttemptAt: string };
}

export interface SubscriptionKey {
  readonly tenant: string;
  readonly subscriptionId: string;
}

const path = '/api/dead-notifications';
const within = (key: Partial<SubscriptionKey>): string => `?${toParameters({ ...key })}`;

/** What was given up of a subscription, newest first. */
export const getDeadNotifications = (
  key: SubscriptionKey,
  page: { readonly limit: number; readonly offset: number },
  signal?: AbortSignal,
): Promise<DeadNotifications> => readJson(`${path}?${toParameters({ ...key, ...page })}`, signal);

/** What was to be told. */
export const getDeadContent = async (id: number, tenant: string, signal?: AbortSignal): Promise<unknown> =>
  (await readJson<{ readonly notification: unknown }>(`${path}/${String(id)}${within({ tenant })}`, signal))
    .notification;

export const getQueue = async (
  key: SubscriptionKey,
  signal?: AbortSignal,
): Promise<NotificationQueue | null> => {
  const { queues } = await readJson<{ readonly queues: readonly NotificationQueue[] }>(
    `/api/notification-queues${within(key)}`,
    signal,
  );
  return queues[0] ?? null;
};

/** Sends one again, or all of a subscription. */
export const sendAgain = async (key: SubscriptionKey, id?: number): Promise<void> => {
  const { tenant } = key;
  await send(
    'POST',
    id === undefined
      ? `${path}/send-again${within(key)}`
      : `${path}/${String(id)}/send-again${within({ tenant })}`,
  );
};

/** Discards one, or all of a subscription. */
export const discardDead = async (key: SubscriptionKey, id?: number): Promise<void> => {
  const { tenant } = key;
  await send(
    'DELETE',
    id === undefined ? `${path}${within(key)}` : `${path}/${String(id)}${within({ tenant })}`,
  );
};
