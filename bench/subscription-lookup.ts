import type { CompiledContext } from '@allmende/jsonld';
import { atOnce } from '@allmende/kernel';
import type {
  AttributeInstance,
  Entity,
  EntityChange,
} from '../packages/context-broker/src/entities/entity.ts';
import { compileSubscription } from '../packages/context-broker/src/subscriptions/compile-subscription.ts';
import { readSubscription } from '../packages/context-broker/src/subscriptions/read-subscription.ts';
import { SubscriptionIndex } from '../packages/context-broker/src/subscriptions/subscription-index.ts';
import { isTriggeredBy } from '../packages/context-broker/src/subscriptions/subscription-trigger.ts';
import type { Subscription } from '../packages/context-broker/src/subscriptions/subscription.ts';
import { idOf, placeOf } from './scenarios.ts';
import { subscriptionKinds, type SubscriptionKind } from './subscription-kinds.ts';

/**
 * `node bench/subscription-lookup.ts`: what it takes to find and judge the subscriptions that one update may concern,
 * of 10,000 of a kind, without a server around it: processor time and how many are judged. What bench/subscriptions.ts
 * tells of the whole update drowns such small numbers in its noise.
 */
const size = 10_000;
const rounds = 10;
const at = '2026-01-01T00:00:00.000Z';
const context: CompiledContext = {
  source: undefined,
  hasCore: true,
  expand: (term) => (term === 'location' ? 'https://uri.etsi.org/ngsi-ld/location' : `urn:bench:${term}`),
  compact: (iri) => iri,
};

const subscriptionOf = (kind: SubscriptionKind, n: number): Subscription => {
  const document = readSubscription(kind.subscription(n, { size, uri: 'http://127.0.0.1/' }), 0);
  return {
    tenant: '',
    document,
    context: undefined,
    ...compileSubscription(document, context),
    createdAt: at,
    modifiedAt: at,
  };
};

const property = (
  value: unknown,
  kind: AttributeInstance['kind'] = 'Property',
): readonly AttributeInstance[] => [{ kind, value, createdAt: at, modifiedAt: at }];

const measured = ['temperature', 'humidity', 'no2', 'pm10', 'pm25', 'co2', 'noise'];

/** An entity as bench/scenarios.ts makes them. */
const entityOf = (n: number): Entity => ({
  id: idOf(n),
  types: [context.expand('BenchSensor')],
  createdAt: at,
  modifiedAt: at,
  attributes: {
    [context.expand('name')]: property(`Sensor ${n}`),
    [context.expand('location')]: property({ type: 'Point', coordinates: placeOf(n) }, 'GeoProperty'),
    [context.expand('ownedBy')]: property(`urn:ngsi-ld:Organization:${n % 50}`, 'Relationship'),
    ...Object.fromEntries(measured.map((name) => [context.expand(name), property(n % 1000)])),
  },
});

const updateOf = (n: number): EntityChange => {
  const [before, temperature] = [entityOf(n), context.expand('temperature')];
  const after = { ...before, attributes: { ...before.attributes, [temperature]: property((n * 7) % 1000) } };
  return { tenant: '', entityId: before.id, before, after, changedAttributes: [temperature], at };
};

type Index = SubscriptionIndex<{ readonly subscription: Subscription }>;

/** Finds and judges once for every change. */
const run = (index: Index, changes: readonly EntityChange[]) => {
  const tally = { judged: 0, notified: 0 };
  for (const change of changes) {
    for (const { subscription } of index.candidates(change)) {
      const isTriggered = atOnce(
        isTriggeredBy(subscription, change, () => undefined),
        'The judgement',
      );
      tally.judged += 1;
      if (isTriggered) tally.notified += 1;
    }
  }
  return tally;
};

const measure = (kind: SubscriptionKind) => {
  const index: Index = new SubscriptionIndex();
  for (let n = 0; n < size; n += 1) index.add({ subscription: subscriptionOf(kind, n) });
  const changes = Array.from({ length: size }, (_, n) => updateOf(n));
  const { judged, notified } = run(index, changes);
  const micros = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    run(index, changes);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / size;
  });
  return {
    [`${size} subscriptions`]: kind.name,
    'µs an update': Number(Math.min(...micros).toFixed(2)),
    'judged an update': judged / size,
    'notified an update': notified / size,
  };
};

console.table(subscriptionKinds.map(measure));
