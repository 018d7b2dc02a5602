const point = (x: number, y: number) => ({
  type: 'GeoProperty',
  value: { type: 'Point', coordinates: [x, y] },
});
/** A ring whose lower left corner is at x, y. */
export const square = (x: number, y: number, size: number) => [
  [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ],
];
const park = (name: string, more: Record<string, unknown>) => ({
  id: `urn:ngsi-ld:CarPark:${name}`,
  type: 'CarPark',
  ...more,
});

/** Five car parks, a district and a street; the last part of each id is its name. */
export const city = [
  park('dom', {
    scope: ['/Muenster/Mitte'],
    free: { value: 12, observedAt: '2026-03-01T11:00:00Z' },
    open: true,
    name: 'Parkhaus "Dom", groß',
    rate: { value: { day: 1.5, night: { hour: 0.5 } } },
    operator: { object: 'urn:ngsi-ld:Org:wbi' },
    location: point(7.62, 51.96),
  }),
  park('aegidii', {
    scope: ['/Muenster/Mitte', '/Altstadt'],
    free: { value: 121, observedAt: '2026-03-01T11:30:00Z', accuracy: { value: 0.9 } },
    open: false,
    name: { languageMap: { de: 'Ägidii', en: 'Aegidii' } },
    location: point(7.623, 51.9602),
  }),
  park('bahnhof', {
    type: ['CarPark', 'Underground'],
    free: 40,
    tags: ['bike', 'train'],
    location: point(7.635, 51.956),
  }),
  park('stadtwerke', { scope: '/Muenster/Hafen/Sued', free: 0, category: { vocab: 'public' } }),
  park('bonn', { free: 7, location: point(7.1, 50.73), note: { value: 'x', datasetId: 'urn:d:1' } }),
  {
    id: 'urn:ngsi-ld:District:mitte',
    type: 'District',
    location: { type: 'GeoProperty', value: { type: 'Polygon', coordinates: square(7.6, 51.95, 0.03) } },
  },
  {
    id: 'urn:ngsi-ld:Street:ring',
    type: 'Street',
    border: {
      type: 'GeoProperty',
      value: {
        type: 'LineString',
        coordinates: [
          [7.59, 51.96],
          [7.61, 51.96],
        ],
      },
    },
  },
];

/** The names of entities, sorted. */
export const named = (entities: unknown): readonly string[] =>
  (entities as readonly { id: string }[]).map(({ id }) => id.split(':').at(-1) ?? '').toSorted();
