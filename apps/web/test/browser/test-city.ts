/** Entities beside the demo city's whose values only the tests change. */
export const garage = 'urn:ngsi-ld:OffStreetParking:test:pruefplatz';
export const garageName = 'Parkhaus Prüfplatz';

const minuteMs = 60_000;

const send = async (address: string, body: unknown, method = 'POST'): Promise<void> => {
  const response = await fetch(address, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`${method} ${address}: ${String(response.status)} ${await response.text()}`);
};

const spots = (value: number, time: number) => ({
  type: 'Property',
  value,
  observedAt: new Date(time).toISOString(),
});

/** Adds the test's car park with 100 free places now and a value every quarter of an hour since yesterday. */
export const addTestCity = async (server: string): Promise<void> => {
  const now = Date.now();
  const quarters = Array.from({ length: 96 }, (_, index) => now - (96 - index) * 15 * minuteMs);
  await send(`${server}/ngsi-ld/v1/entities`, {
    id: garage,
    type: 'OffStreetParking',
    name: { type: 'Property', value: garageName },
    location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.6256, 51.9625] } },
    totalSpotNumber: { type: 'Property', value: 4321 },
    availableSpotNumber: spots(100, now),
  });
  await send(`${server}/ngsi-ld/v1/temporal/entities`, {
    id: garage,
    type: 'OffStreetParking',
    availableSpotNumber: quarters.map((time, index) => spots(100 + (index % 10), time)),
  });
};

/** Reports a new number of free places of the test's car park. */
export const reportFreePlaces = (server: string, value: number): Promise<void> =>
  send(
    `${server}/ngsi-ld/v1/entities/${encodeURIComponent(garage)}/attrs`,
    { availableSpotNumber: spots(value, Date.now()) },
    'PATCH',
  );

const membersOf = async (address: string, name: string): Promise<readonly { readonly id: string }[]> =>
  ((await (await fetch(address)).json()) as Record<string, readonly { readonly id: string }[]>)[name] ?? [];

/** Removes the dashboard and the rules that greet the first visitor, and closes their alerts. */
export const removeExamples = async (server: string): Promise<void> => {
  for (const [list, name] of [
    ['dashboards', 'dashboards'],
    ['alert-rules', 'rules'],
  ] as const)
    for (const { id } of await membersOf(`${server}/api/${list}`, name))
      await fetch(`${server}/api/${list}/${encodeURIComponent(id)}`, { method: 'DELETE' });
  for (const { id } of await membersOf(`${server}/api/alerts?status=open`, 'alerts'))
    await send(`${server}/api/alerts/${id}/close`, { by: 'Test' });
};

/** A car park that is closed, whatever its sensor counts. */
export const closedPark = 'urn:ngsi-ld:OffStreetParking:test:zu';
export const closedParkName = 'Parkplatz Zu';

export const addClosedPark = (server: string): Promise<void> =>
  send(`${server}/ngsi-ld/v1/entities`, {
    id: closedPark,
    type: 'OffStreetParking',
    name: { type: 'Property', value: closedParkName },
    location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.61, 51.96] } },
    totalSpotNumber: { type: 'Property', value: 80 },
    availableSpotNumber: spots(33, Date.now()),
    status: { type: 'Property', value: ['closed'], observedAt: new Date().toISOString() },
  });
