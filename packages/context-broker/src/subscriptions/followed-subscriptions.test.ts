import { expect, it } from 'vitest';
import { FollowedSubscriptions } from './followed-subscriptions.ts';
import { aSubscription } from './subscription-store.contract.ts';
import type { SubscriptionNews } from './subscription-store.ts';

const stored = (id: string) => ({
  subscription: aSubscription({ id }),
  bookkeeping: { timesSent: 0, timesFailed: 0 },
});
const news = (version: number, more: Partial<SubscriptionNews> = {}): SubscriptionNews => ({
  version,
  isComplete: false,
  changed: [],
  removed: [],
  ...more,
});

/** Held ids after news were taken up one after the other; asked with these versions. */
const following = () => {
  const held = new Set<string>();
  const asked: (number | undefined)[] = [];
  const told: (SubscriptionNews | undefined)[] = [];
  const followed = new FollowedSubscriptions<undefined>(
    {
      news: (since) => {
        asked.push(since);
        return Promise.resolve(told.shift());
      },
      newsWithin: (_transaction, since) => {
        asked.push(since);
        return told.shift();
      },
    },
    {
      take: async ({ subscription }) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        held.add(subscription.document.id);
      },
      drop: (_tenant, id) => held.delete(id),
      held: () => [...held].map((id) => ({ tenant: '', id })),
    },
  );
  return { held, asked, told, followed };
};

it('takes up what has changed and drops what is gone', async () => {
  const { held, asked, told, followed } = following();
  told.push(
    news(1, { isComplete: true, changed: [stored('a'), stored('b')] }),
    news(3, { changed: [stored('c')], removed: [{ tenant: '', id: 'a' }] }),
    undefined,
    news(9, { isComplete: true, changed: [stored('d')] }),
  );
  await followed.refresh();
  expect([...held]).toEqual(['a', 'b']);
  await followed.refreshWithin(undefined);
  expect([...held]).toEqual(['b', 'c']);
  expect(followed.refreshWithin(undefined)).toBeUndefined();
  await followed.refresh();
  expect([...held]).toEqual(['d']);
  expect(asked).toEqual([undefined, 1, 3, 3]);
});

it('does not go back to an older state that was read at the same time', async () => {
  const { held, told, followed } = following();
  told.push(
    news(1, { isComplete: true }),
    news(3, { removed: [{ tenant: '', id: 'a' }] }),
    news(2, { changed: [stored('a')] }),
  );
  await followed.refresh();
  await Promise.all([followed.refreshWithin(undefined), followed.refreshWithin(undefined)]);
  expect([...held]).toEqual([]);
});
