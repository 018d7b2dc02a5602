import { idOf, placeOf } from './scenarios.ts';

interface Setting {
  /** Number of entities that are updated. */
  readonly size: number;
  /** Where notifications go. */
  readonly uri: string;
}

/** One way in which many subscribers select what they want to be told. */
export interface SubscriptionKind {
  readonly name: string;
  readonly subscription: (n: number, setting: Setting) => Readonly<Record<string, unknown>>;
}

const kind = (
  name: string,
  selection: (n: number, size: number) => Readonly<Record<string, unknown>>,
): SubscriptionKind => ({
  name,
  subscription: (n, { size, uri }) => ({
    id: `urn:ngsi-ld:Subscription:${n}`,
    type: 'Subscription',
    ...selection(n, size),
    notification: { format: 'keyValues', endpoint: { uri } },
  }),
});

const type = 'BenchSensor';

/** Kinds of subscriptions to entities of the benchmark, which are updated in `temperature` by values below 1000. */
export const subscriptionKinds: readonly SubscriptionKind[] = [
  kind('other types', (n) => ({ entities: [{ type: `Other${n % 100}` }] })),
  kind('ids that are not updated', (n) => ({ entities: [{ type, id: idOf(n, 'nobody') }] })),
  kind('one in 100 updates notifies', (n, size) => ({
    entities: [{ type, id: n < size / 100 ? idOf(n) : idOf(n, 'nobody') }],
  })),
  kind('one in 10 updates notifies', (n, size) => ({
    entities: [{ type, id: n < size / 10 ? idOf(n) : idOf(n, 'nobody') }],
  })),
  kind('other attributes', () => ({ entities: [{ type }], watchedAttributes: ['humidity'] })),
  kind('idPattern', (n) => ({ entities: [{ type, idPattern: `^urn:ngsi-ld:BenchSensor:nobody:${n}$` }] })),
  kind('q, equality', (n) => ({ entities: [{ type }], q: `name=="Nobody ${n}"` })),
  kind('q, threshold', (n) => ({
    entities: [{ type }],
    watchedAttributes: ['temperature'],
    q: `temperature>${1000 + n}`,
  })),
  kind('geoQ, 50 m around', (n) => ({
    entities: [{ type }],
    watchedAttributes: ['humidity', 'temperature'],
    q: 'temperature>1000',
    geoQ: { geometry: 'Point', coordinates: placeOf(n + 0.5), georel: 'near;maxDistance==50' },
  })),
];
