import type { PlannedRequest } from './load-client.ts';

const API = '/ngsi-ld/v1';

/** Numbers between 0 and 1 that depend on n alone, so that every server sees the same data. */
const noise = (n: number, salt: number): number => {
  const x = Math.sin(n * 12.9898 + salt * 78.233) * 43758.5453;
  return x - Math.floor(x);
};

export const idOf = (n: number, prefix = 'load'): string => `urn:ngsi-ld:BenchSensor:${prefix}:${n}`;

/** Where the n-th entity stands, within a city. */
export const placeOf = (n: number): readonly [number, number] => [
  7.5 + noise(n, 11) * 0.3,
  51.85 + noise(n, 12) * 0.2,
];

const firstTurn = Date.UTC(2026, 0, 1);

/**
 * An entity of ten attributes: one location, seven numbers, a name, a relationship. In each turn the numbers are
 * others, a minute later.
 */
export const benchEntity = (n: number, prefix = 'load', turn = 0): Record<string, unknown> => {
  const observedAt = `${new Date(firstTurn + turn * 60_000).toISOString().slice(0, 19)}Z`;
  const numbers = Object.fromEntries(
    ['temperature', 'humidity', 'pressure', 'no2', 'pm10', 'pm25', 'battery'].map((name, index) => [
      name,
      { type: 'Property', value: Math.round(noise(n, index + turn * 0.1) * 100_000) / 100, observedAt },
    ]),
  );
  return {
    id: idOf(n, prefix),
    type: 'BenchSensor',
    name: { type: 'Property', value: `Sensor ${n}` },
    location: {
      type: 'GeoProperty',
      value: { type: 'Point', coordinates: placeOf(n) },
    },
    ownedBy: { type: 'Relationship', object: `urn:ngsi-ld:Organization:${n % 50}` },
    ...numbers,
  };
};

export const upsertBatch = (start: number, size: number, turn = 0): PlannedRequest => ({
  method: 'POST',
  path: `${API}/entityOperations/upsert`,
  body: JSON.stringify(Array.from({ length: size }, (_, i) => benchEntity(start + i, 'load', turn))),
});

export interface Scenario {
  readonly name: string;
  /** Entities moved by one request; figures of batches are given per entity too. */
  readonly entitiesPerRequest: number;
  readonly request: (n: number) => PlannedRequest;
}

/** The rows of the benchmark over `size` loaded entities. `run` keeps created ids apart between runs. */
export const scenarios = (size: number, run: string): readonly Scenario[] => {
  const any = (n: number): number => Math.floor(noise(n, 21) * size);
  const get = (name: string, path: (n: number) => string): Scenario => ({
    name,
    entitiesPerRequest: 1,
    request: (n) => ({ method: 'GET', path: API + path(n) }),
  });
  return [
    get('retrieve', (n) => `/entities/${idOf(any(n))}`),
    get('query limit 20', () => '/entities?type=BenchSensor&limit=20'),
    get(
      'query common filter',
      (n) => `/entities?type=BenchSensor&q=temperature%3E${400 + (n % 100)}&limit=20`,
    ),
    get('query rare filter', (n) => `/entities?type=BenchSensor&q=no2%3E${999.5 + (n % 4) / 10}&limit=20`),
    get(
      'near query',
      (n) =>
        `/entities?type=BenchSensor&georel=near%3BmaxDistance%3D%3D300&geometry=Point` +
        `&coordinates=%5B${(7.5 + noise(n, 31) * 0.3).toFixed(5)}%2C${(51.85 + noise(n, 32) * 0.2).toFixed(5)}%5D&limit=20`,
    ),
    get(
      'temporal retrieve',
      (n) =>
        `/temporal/entities/${idOf(any(n))}?attrs=temperature&lastN=10&timerel=after&timeAt=2020-01-01T00:00:00Z`,
    ),
    {
      name: 'patch one attribute',
      entitiesPerRequest: 1,
      request: (n) => ({
        method: 'PATCH',
        path: `${API}/entities/${idOf(any(n))}/attrs/temperature`,
        body: JSON.stringify({ type: 'Property', value: n % 1000, observedAt: '2026-02-01T00:00:00Z' }),
      }),
    },
    {
      name: 'create',
      entitiesPerRequest: 1,
      request: (n) => ({
        method: 'POST',
        path: `${API}/entities`,
        body: JSON.stringify(benchEntity(n, `create-${run}`)),
      }),
    },
    {
      name: 'upsert batch of 100',
      entitiesPerRequest: 100,
      request: (n) => upsertBatch((n * 100) % size, 100, 1 + Math.floor((n * 100) / size)),
    },
  ];
};
