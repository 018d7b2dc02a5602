import { startBroker, type BrokerUnderTest } from '../broker-under-test.ts';

export const here = 'urn:ngsi-ld:OffStreetParking:Mitte';
export const absent = 'urn:ngsi-ld:OffStreetParking:Nowhere';
/** Its `availableSpots` are held by an exclusive source that takes part in reading only. */
export const locked = 'urn:ngsi-ld:OffStreetParking:Nord';
export const known = {
  subscription: 'urn:ngsi-ld:Subscription:1',
  registration: 'urn:ngsi-ld:ContextSourceRegistration:1',
  exclusive: 'urn:ngsi-ld:ContextSourceRegistration:Nord',
  sourceSubscription: 'urn:ngsi-ld:Subscription:sources',
  snapshot: 'urn:ngsi-ld:Snapshot:1',
} as const;

export const parking = {
  id: here,
  type: 'OffStreetParking',
  availableSpots: [
    { type: 'Property', value: 12, observedAt: '2026-03-01T11:00:00Z' },
    { type: 'Property', value: 11, datasetId: 'urn:a:camera' },
  ],
  owner: { type: 'Relationship', object: 'urn:ngsi-ld:Company:1' },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.6, 51.9] } },
};

export const subscription = {
  id: known.subscription,
  type: 'Subscription',
  entities: [{ type: 'Nothing' }],
  notification: { endpoint: { uri: 'http://receiver.example/' } },
};

export const registration = {
  id: known.registration,
  type: 'ContextSourceRegistration',
  information: [{ entities: [{ type: 'BikeHireDockingStation' }] }],
  endpoint: 'https://bikes.example',
};

const exclusive = {
  ...registration,
  id: known.exclusive,
  mode: 'exclusive',
  operations: ['retrieveEntity'],
  information: [{ entities: [{ id: locked, type: 'OffStreetParking' }], propertyNames: ['availableSpots'] }],
};

export const snapshot = {
  id: known.snapshot,
  type: 'Snapshot',
  snapshotQueries: [{ type: 'Query', entities: [{ type: 'OffStreetParking' }] }],
};

/** A broker that holds one of everything, and the ids that it chose itself. */
export interface World {
  readonly broker: BrokerUnderTest;
  /** Replaces `{context}`, `{entityMap}` and `{instance}`. */
  fill(path: string): string;
  /** All that is kept, as far as the API tells. */
  everything(): Promise<unknown>;
}

const lastSegment = (address: unknown): string => String(address).split('/').at(-1) ?? '';

/** A snapshot is filled after the answer; all that comes later has to leave it as it is then. */
const settled = async (get: BrokerUnderTest['get']): Promise<void> => {
  for (;;) {
    const { snapshotStatus } = (await get(`/snapshots/${known.snapshot}`)) as {
      readonly snapshotStatus: string;
    };
    if (snapshotStatus === 'success') return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

const seed = async ({ call, get }: BrokerUnderTest): Promise<Readonly<Record<string, string>>> => {
  const post = async (path: string, body: unknown) => {
    const answer = await call('POST', path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`);
    return answer.headers['location'];
  };
  await post('/entities', parking);
  await call('PATCH', `/entities/${here}/attrs/owner`, { object: 'urn:ngsi-ld:Company:2' });
  await post('/csourceRegistrations', registration);
  await post('/csourceRegistrations', exclusive);
  await post('/csourceSubscriptions', { ...subscription, id: known.sourceSubscription });
  await post('/subscriptions', subscription);
  await post('/snapshots', snapshot);
  await settled(get);
  const context = await post('/jsonldContexts', { '@context': { spots: 'https://example.org/spots' } });
  const cached = { link: '<https://example.org/vehicle.jsonld>; rel="http://www.w3.org/ns/json-ld#context"' };
  await get('/types', cached);
  const map = await call('GET', '/entityMaps?type=OffStreetParking');
  const past = (await get(`/temporal/entities/${here}?timeproperty=modifiedAt`)) as {
    readonly owner: readonly { readonly instanceId: string; readonly object: string }[];
  };
  const instance = past.owner.find(({ object }) => object === 'urn:ngsi-ld:Company:1');
  return {
    context: lastSegment(context),
    entityMap: lastSegment(map.headers['ngsild-entitymap']),
    instance: instance?.instanceId ?? 'no instance',
  };
};

/** Sources are asked by operations that read, which registrations tell (§5.2.9). */
const useOfSource = /"(?:status|timesSent|timesFailed|lastFailure|lastSuccess)":(?:"[^"]*"|\d+),?/gu;

const stateOf = async ({ call }: BrokerUnderTest, entityMap: string): Promise<unknown> => {
  const all = 'local=true&limit=1000&options=sysAttrs';
  const paths = [
    `/entities?${all}`,
    `/temporal/entities?${all}&timeproperty=modifiedAt&timerel=before&timeAt=2100-01-01T00:00:00Z`,
    '/subscriptions?limit=1000&options=sysAttrs',
    '/csourceSubscriptions?limit=1000&options=sysAttrs',
    `/csourceRegistrations?type=BikeHireDockingStation,OffStreetParking,X&${all}`,
    `/csourceRegistrations/${known.registration}?options=sysAttrs`,
    '/jsonldContexts?kind=Hosted',
    '/jsonldContexts?kind=ImplicitlyCreated',
    `/snapshots/${known.snapshot}`,
    `/entityMaps/${entityMap}`,
  ];
  const answers = await Promise.all(paths.map((path) => call('GET', path)));
  return answers.map(({ status, text }) => [status, text.replaceAll(useOfSource, '')]);
};

export const startWorld = async (): Promise<World> => {
  const broker = startBroker();
  const ids = await seed(broker);
  return {
    broker,
    fill: (path) => path.replace(/\{(\w+)\}/gu, (_, name: string) => ids[name] ?? name),
    everything: () => stateOf(broker, ids['entityMap'] ?? ''),
  };
};
