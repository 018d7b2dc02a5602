import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { city, named, square } from './car-parks.ts';

let broker: BrokerUnderTest;
beforeAll(async () => {
  broker = startBroker();
  await broker.call('POST', '/entityOperations/create', city);
});
afterAll(() => broker.remove());

const found = async (parameters: Record<string, string>) =>
  named(await broker.get(`/entities?${new URLSearchParams(parameters).toString()}`));
const refused = async (parameters: Record<string, string>) => {
  const answer = await broker.call('GET', `/entities?${new URLSearchParams(parameters).toString()}`);
  return [answer.status, (answer.json() as { errors?: { pointer: string }[] }).errors?.[0]?.pointer];
};

describe('geo-queries (§4.10)', () => {
  const geo = (georel: string, geometry: string, coordinates: unknown, geoproperty?: string) =>
    found({
      georel,
      geometry,
      coordinates: JSON.stringify(coordinates),
      ...(geoproperty === undefined ? {} : { geoproperty }),
    });

  it('finds what is near, by geodesic distance in metres', async () => {
    expect(await geo('near;maxDistance==300', 'Point', [7.62, 51.96])).toEqual(['aegidii', 'dom', 'mitte']);
    expect(await geo('near;minDistance==50000', 'Point', [7.62, 51.96])).toEqual(['bonn']);
    expect(
      await geo('near;maxDistance==300', 'LineString', [
        [7.62, 51.96],
        [7.62, 51.95],
      ]),
    ).toContain('dom');
  });

  it.each([
    ['within', 'Polygon', square(7.5, 51.9, 0.13), ['aegidii', 'dom', 'mitte']],
    ['contains', 'Point', [7.61, 51.955], ['mitte']],
    [
      'intersects',
      'LineString',
      [
        [7.59, 51.96],
        [7.62, 51.96],
      ],
      ['dom', 'mitte'],
    ],
    ['equals', 'Point', [7.62, 51.96], ['dom']],
    ['overlaps', 'Polygon', square(7.615, 51.94, 0.03), ['mitte']],
    ['disjoint', 'Polygon', square(7.5, 51.9, 0.13), ['bahnhof', 'bonn']],
    ['within', 'MultiPolygon', [square(7, 50.7, 0.2), square(7.63, 51.95, 0.01)], ['bahnhof', 'bonn']],
  ])('%s %s', async (georel, geometry, coordinates, expected) => {
    expect(await geo(georel, geometry, coordinates)).toEqual(expected);
  });

  it('looks at another geoproperty when asked', async () => {
    expect(await geo('near;maxDistance==1000', 'Point', [7.6, 51.96], 'border')).toEqual(['ring']);
  });

  it.each([
    [{ georel: 'near', geometry: 'Point', coordinates: '[7,51]' }],
    [{ georel: 'near;maxDistance==-1', geometry: 'Point', coordinates: '[7,51]' }],
    [{ georel: 'above', geometry: 'Point', coordinates: '[7,51]' }],
    [{ georel: 'within', geometry: 'Polygon', coordinates: '[[[7,51],[8,51],[8,52]]]' }],
    [{ georel: 'within', geometry: 'Circle', coordinates: '[7,51]' }],
    [{ georel: 'within', geometry: 'Point', coordinates: '[7' }],
    [{ georel: 'within', geometry: 'Point' }],
    [{ geometry: 'Point', coordinates: '[7,51]', type: 'CarPark' }],
  ])('refuses %j', async (parameters) => {
    expect((await refused(parameters as Record<string, string>))[0]).toBe(400);
  });
});
