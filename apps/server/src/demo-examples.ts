import type { Route } from '@allmende/http';

const theatre = 'urn:ngsi-ld:OffStreetParking:muenster:ph-theater';
const promenade = 'urn:ngsi-ld:TrafficFlowObserved:muenster:100031297';
const weseler = 'urn:ngsi-ld:AirQualityObserved:muenster:DENW260';
const weather = 'urn:ngsi-ld:WeatherObserved:muenster:demo';

const free = { entityType: 'OffStreetParking', entityId: theatre, attribute: 'availableSpotNumber' };
const bicycles = { entityType: 'TrafficFlowObserved', entityId: promenade, attribute: 'intensity' };
const nitrogen = { entityType: 'AirQualityObserved', entityId: weseler, attribute: 'no2' };
const temperature = { entityType: 'WeatherObserved', entityId: weather, attribute: 'temperature' };

/** A title is one text for all visitors: names of places, or both languages. */
const tiles = [
  { kind: 'trend', width: 3, title: 'Promenade (nördl. Salzstraße)', ...bicycles },
  { kind: 'trend', width: 3, title: 'Parkhaus Theater', ...free },
  { kind: 'trend', width: 3, title: 'Weseler Straße', ...nitrogen },
  { kind: 'value', width: 3, title: 'Wetterstation / Weather station', ...temperature },
  { kind: 'chart', width: 6, title: 'Räder auf der Promenade / Bicycles on the Promenade', ...bicycles },
  { kind: 'map', width: 6, title: 'Parkhäuser / Car parks', entityType: free.entityType },
  { kind: 'chart', width: 6, title: 'Luft an der Weseler Straße / Air at Weseler Straße', ...nitrogen },
  {
    kind: 'table',
    width: 6,
    title: 'Auslastung der Parkhäuser / Occupancy of car parks',
    entityType: free.entityType,
    attribute: 'occupancy',
  },
] as const;

/** The dashboard that greets the first visitor of the demo city. */
export const exampleDashboard = {
  id: 'muenster',
  title: 'Münster auf einen Blick / Münster at a glance',
  tiles: tiles.map((tile, index) => ({ id: `tile-${String(index + 1)}`, ...tile })),
} as const;

const common = { isActive: true, recipients: { emails: [], webhooks: [] } } as const;

/** The alert rules that greet them. Nobody is told of their alerts but who looks at the page. */
export const exampleRules = [
  {
    ...common,
    name: 'Parkhaus fast voll / Car park nearly full',
    entityType: 'OffStreetParking',
    severity: 'warning',
    condition: {
      kind: 'threshold',
      attribute: 'occupancy',
      direction: 'above',
      raiseAt: 0.9,
      clearAt: 0.8,
      holdSeconds: 60,
    },
  },
  {
    ...common,
    // 10 µg/m³ is what the World Health Organization advises for the mean of a year since 2021; cities are mostly above.
    name: 'Stickstoffdioxid über WHO-Jahresrichtwert / Nitrogen dioxide above WHO annual guideline',
    entityType: 'AirQualityObserved',
    severity: 'info',
    condition: {
      kind: 'threshold',
      attribute: 'no2',
      direction: 'above',
      raiseAt: 10,
      clearAt: 8,
      holdSeconds: 0,
    },
  },
] as const;

type Named = Readonly<Record<string, unknown>>;

/** Calls an operation in this process, checked as if it came from outside. */
const call = async (
  routes: readonly Route[],
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<unknown> => {
  const route = routes.find((one) => one.method === method && one.path === path);
  if (route === undefined) throw new Error(`The server has no operation ${method} ${path}.`);
  const answer = await route.handle({
    id: 'demo-examples',
    method,
    path,
    params: {},
    query: new URLSearchParams({ ...(method === 'GET' ? { limit: '1000' } : {}) }),
    rawQuery: '',
    headers: { 'content-type': 'application/json' },
    text: () => Promise.resolve(JSON.stringify(body)),
    signal: new AbortController().signal,
  });
  return JSON.parse(String(answer.body));
};

const isRecord = (value: unknown): value is Named => typeof value === 'object' && value !== null;

/** What a list of the API holds under a name, by one of its members. */
const known = (list: unknown, name: string, member: string): ReadonlySet<unknown> => {
  const members: unknown = isRecord(list) ? list[name] : undefined;
  return new Set(Array.isArray(members) ? members.filter(isRecord).map((one) => one[member]) : []);
};

/**
 * Adds the example dashboard and the example rules through the API of monitoring. What is there already stays as it
 * is, so that a start that was cut off is made up for by the next one.
 */
export const addDemoExamples = async (routes: readonly Route[]): Promise<void> => {
  const dashboards = known(await call(routes, 'GET', '/api/dashboards'), 'dashboards', 'id');
  if (!dashboards.has(exampleDashboard.id)) await call(routes, 'POST', '/api/dashboards', exampleDashboard);
  const rules = known(await call(routes, 'GET', '/api/alert-rules'), 'rules', 'name');
  for (const rule of exampleRules)
    if (!rules.has(rule.name)) await call(routes, 'POST', '/api/alert-rules', rule);
};
