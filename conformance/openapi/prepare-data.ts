/** Things that are there before the run, so that operations on one of them find something. */
export const prepared = {
  entities: ['urn:ngsi-ld:Bench:1', 'urn:ngsi-ld:Bench:2', 'urn:ngsi-ld:Bench:3'],
  subscriptions: ['urn:ngsi-ld:Subscription:1', 'urn:ngsi-ld:Subscription:2'],
  csourceSubscriptions: ['urn:ngsi-ld:Subscription:3', 'urn:ngsi-ld:Subscription:4'],
  csourceRegistrations: [
    'urn:ngsi-ld:ContextSourceRegistration:1',
    'urn:ngsi-ld:ContextSourceRegistration:2',
  ],
  snapshots: ['urn:ngsi-ld:Snapshot:1', 'urn:ngsi-ld:Snapshot:2'],
  dashboards: ['eins', 'zwei'],
} as const;

const subscription = {
  type: 'Subscription',
  entities: [{ type: 'Bench' }],
  // Nobody listens there, which is what deliveries have to bear.
  notification: { endpoint: { uri: 'http://127.0.0.1:9/' } },
};

const bodies: Readonly<Record<keyof typeof prepared, object>> = {
  entities: {
    type: 'Bench',
    seats: { type: 'Property', value: 4, observedAt: '2026-01-01T00:00:00Z' },
    location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.6, 51.9] } },
    near: { type: 'Relationship', object: 'urn:ngsi-ld:Bench:1' },
  },
  subscriptions: subscription,
  csourceSubscriptions: subscription,
  csourceRegistrations: {
    type: 'ContextSourceRegistration',
    information: [{ entities: [{ type: 'Elsewhere' }] }],
    endpoint: 'http://127.0.0.1:9',
  },
  snapshots: { type: 'Snapshot', snapshotQueries: [{ type: 'Query', entities: [{ type: 'Bench' }] }] },
  dashboards: { title: 'Probe', tiles: [] },
};

const pathOf = (kind: string): string => (kind === 'dashboards' ? `/api/${kind}` : `/ngsi-ld/v1/${kind}`);

/** Writes what is there before the run. */
export const prepareData = async (url: string): Promise<void> => {
  for (const [kind, ids] of Object.entries(prepared)) {
    for (const id of ids) {
      const body = JSON.stringify({ id, ...bodies[kind as keyof typeof prepared] });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}${pathOf(kind)}`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`${kind} ${id}: ${String(answer.status)} ${await answer.text()}`);
    }
  }
};
