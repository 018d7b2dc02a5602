import { expect, it } from 'vitest';
import { entity, instance, location, testContext } from '../../test/query-arbitraries.ts';
import type { EntityChange } from '../entities/entity.ts';
import type { EntityQuery } from '../query-language/query.ts';
import { SubscriptionIndex } from './subscription-index.ts';
import type { Subscription } from './subscription.ts';

const type = testContext.expand('T');

const subscriptionTo = (query: Partial<EntityQuery>): Subscription => ({
  tenant: '',
  document: {
    id: 'urn:s',
    type: 'Subscription',
    notification: { endpoint: { uri: 'http://receiver.example' } },
  },
  context: undefined,
  queries: [{ ...query, limit: 1, offset: 0 }],
  shown: {},
  createdAt: '',
  modifiedAt: '',
});

const creationOf = (attributes: EntityChange['after'] = entity({})): EntityChange => ({
  tenant: '',
  entityId: attributes.id,
  after: attributes,
  changedAttributes: Object.keys(attributes.attributes),
  at: '',
});

const change = creationOf(entity({ [location]: [instance(null)], 'urn:a': [instance(1)] }));

it('finds a subscription whose query cannot be read at every change of its type', () => {
  const geo: EntityQuery['geo'] = {
    relation: 'within',
    geometry: {
      type: 'Point',
      get coordinates(): unknown {
        throw new TypeError('not readable');
      },
    },
    geoproperty: location,
  };
  const index = new SubscriptionIndex<{ readonly subscription: Subscription }>();
  const entry = { subscription: subscriptionTo({ types: [[type]], geo }) };
  index.add(entry);
  expect([...index.candidates(change)]).toEqual([entry]);
  index.remove(entry);
  expect(index.isEmpty).toBe(true);
});

it('finds a subscription whose place has no size at every change of its type', () => {
  const index = new SubscriptionIndex<{ readonly subscription: Subscription }>();
  const geometry = { type: 'Point', coordinates: [7, 51] };
  const geo = { relation: 'near', maxDistance: Number.NaN, geometry, geoproperty: location } as const;
  const entry = { subscription: subscriptionTo({ geo }) };
  index.add(entry);
  expect([...index.candidates(change)]).toEqual([entry]);
});

it('does not look at subscriptions that want another value', () => {
  const index = new SubscriptionIndex<{ readonly subscription: Subscription }>();
  const path = { names: ['urn:a'], trailing: [] };
  const wanting = (value: number) => ({
    subscription: subscriptionTo({
      types: [[type]],
      q: { kind: 'compare', path, operator: '==', value: { kind: 'number', value } },
    }),
  });
  const [one, two] = [wanting(1), wanting(2)];
  index.add(one);
  index.add(two);
  expect([...index.candidates(change)]).toEqual([one]);
});
