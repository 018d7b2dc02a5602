import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { federate, type Federation } from './federation.ts';
import { mutated, nastyTexts, nastyValues, pathOf, writingBodies } from './nasty-input.ts';

const id = 'urn:ngsi-ld:Victim:1';
const everything = ['redirectionOps', 'federationOps', 'createBatch', 'upsertBatch', 'updateBatch'];

let cities: Federation;
let answer: { readonly status: number; readonly body: unknown } = { status: 200, body: undefined };

beforeAll(async () => {
  cities = federate('here', 'there', 'alone', 'directed');
  const whole = [{ entities: [{ type: '*' }] }];
  const entities = [{ id, type: 'Victim' }];
  await cities.register('here', 'there', { information: whole, operations: everything });
  await cities.register('here', 'alone', {
    mode: 'exclusive',
    information: [{ entities, propertyNames: ['speed'] }],
    operations: [...everything, 'queryBatch'],
    contextSourceInfo: [{ key: 'jsonldContext', value: 'https://example.org/vehicle.jsonld' }],
  });
  await cities.register('here', 'directed', {
    mode: 'redirect',
    information: [{ entities: [{ idPattern: 'urn:ngsi-ld:Far:.*', type: 'Victim' }] }],
    operations: everything,
  });
  for (const city of ['there', 'alone', 'directed'])
    cities.answerFor(city, () => ({ kind: 'answer', ...answer }));
});
afterAll(() => cities.remove());

const statuses = fc.constantFrom(100, 200, 201, 204, 207, 302, 400, 404, 409, 500, 508);
const toldErrors = { success: [id], errors: [{ entityId: id, error: { status: 404 } }], notUpdated: ['a'] };
const toldBodies = fc.oneof(
  nastyValues,
  fc.constantFrom(undefined, null, [], [[]], {}),
  mutated(writingBodies.entity),
  mutated([{ id, type: 'Victim', speed: { type: 'Property', value: 1, modifiedAt: 'never' } }]),
  mutated(toldErrors),
);

const call = async (...given: Parameters<ReturnType<Federation['broker']>['call']>): Promise<void> => {
  const { status, text, headers } = await cities.broker('here').call(...given);
  expect([status === 500, status, text]).toEqual([false, status, text]);
  for (const warning of [headers['ngsild-warning'] ?? []].flat())
    expect(warning).toMatch(/^[\u0020-\u007e]{5,900}$/u);
};

const routes = (isReading: boolean) =>
  cities
    .broker('here')
    .broker.routes.filter(
      ({ method, path }) =>
        /^\/ngsi-ld\/v1\/(entities|entityOperations|types|attributes)/u.test(path) &&
        (method === 'GET' || method === 'DELETE') === isReading,
    );

describe('Whatever is asked, and whatever sources answer', { timeout: 120_000 }, () => {
  it('reads and deletions do not fail', async () => {
    expect(routes(true).length).toBeGreaterThan(7);
    const parameters = (query: readonly string[] = []) =>
      fc.dictionary(
        fc.constantFrom('type', ...query),
        fc.oneof(nastyTexts, fc.constantFrom('Victim', 'speed', '*')),
        {
          maxKeys: 3,
        },
      );
    await fc.assert(
      fc.asyncProperty(
        fc
          .constantFrom(...routes(true))
          .chain((route) => fc.tuple(fc.constant(route), parameters(route.query))),
        fc.oneof(fc.constantFrom(id, 'urn:ngsi-ld:Far:1'), nastyTexts),
        fc.record({ status: statuses, body: toldBodies }),
        async ([route, given], wanted, told) => {
          answer = told;
          await call(route.method, `${pathOf(route.path, wanted)}?${new URLSearchParams(given).toString()}`);
        },
      ),
      { numRuns: 800 },
    );
    expect(cities.sent.length).toBeGreaterThan(200);
  });

  it('writes do not fail', async () => {
    expect(routes(false).length).toBeGreaterThan(9);
    const bodies = fc
      .constantFrom(...Object.values(writingBodies))
      .chain((body) => fc.oneof(mutated(body), fc.array(mutated(body), { maxLength: 3 }), fc.constant(body)));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes(false)),
        fc.constantFrom(id, 'urn:ngsi-ld:Far:1'),
        bodies,
        fc.record({ status: statuses, body: toldBodies }),
        async (route, wanted, body, told) => {
          answer = told;
          await call(route.method, pathOf(route.path, wanted), JSON.stringify(body), {
            'content-type': told.status % 2 === 0 ? 'application/json' : 'application/ld+json',
          });
        },
      ),
      { numRuns: 800 },
    );
    expect(cities.sent.length).toBeGreaterThan(200);
  });
});
