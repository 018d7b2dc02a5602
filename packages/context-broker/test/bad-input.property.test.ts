import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { mutated, nastyTexts, nastyValues, pathOf, writingBodies } from './nasty-input.ts';

const bystander = {
  id: 'urn:ngsi-ld:Bystander:1',
  type: 'Bystander',
  name: { type: 'Property', value: 'untouched', observedAt: '2026-03-01T11:00:00Z' },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [7.6, 51.9] } },
};
const victim = 'urn:ngsi-ld:Victim:1';

let broker: BrokerUnderTest;
let untouched: unknown;
const stateOfBystander = async () => [
  await broker.get(`/entities/${bystander.id}?options=sysAttrs`),
  await broker.get(`/temporal/entities/${bystander.id}?options=sysAttrs`),
];

beforeAll(async () => {
  broker = startBroker();
  await broker.call('POST', '/entities', bystander);
  await broker.call('PATCH', `/entities/${bystander.id}`, { name: { value: 'still untouched' } });
  await broker.call('POST', '/entities', { id: victim, type: 'Victim', speed: 1 });
  await broker.call('POST', '/subscriptions', {
    ...writingBodies.subscription,
    id: 'urn:ngsi-ld:Subscription:1',
  });
  untouched = await stateOfBystander();
});
afterAll(() => broker.remove());

/** An answer is fine when it is no surprise: success, a refusal that explains itself, or what is not offered. */
const expectFine = (answer: Awaited<ReturnType<BrokerUnderTest['call']>>): void => {
  expect([answer.status < 500 || answer.status === 504, answer.status]).toEqual([true, answer.status]);
  // Told by the status alone (§6.3.4).
  if (answer.status < 400 || answer.status === 415) return;
  expect(answer.json()).toMatchObject({
    type: expect.stringMatching(/^https:\/\/uri\.etsi\.org\/ngsi-ld\/errors\/\w+$/u) as string,
    title: expect.any(String) as string,
    detail: expect.stringMatching(/./su) as string,
  });
};

const ngsiRoutes = (isReading: boolean) =>
  broker.broker.routes.filter(
    ({ method, path }) =>
      path.startsWith('/ngsi-ld/') && (method === 'GET') === isReading && method !== 'DELETE',
  );

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('Arbitrary input', { timeout: 120_000 }, () => {
  it('to every operation that writes is answered without a failure, and touches nothing else', async () => {
    const routes = ngsiRoutes(false);
    expect(routes.length).toBeGreaterThan(14);
    const bodies = fc.oneof(
      nastyValues,
      fc.constantFrom(...Object.values(writingBodies)).chain(mutated),
      fc
        .constantFrom(...Object.values(writingBodies))
        .chain((body) => fc.array(mutated(body), { maxLength: 3 })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...routes),
        bodies,
        fc.constantFrom(
          {},
          { 'content-type': 'application/ld+json' },
          { 'content-type': 'application/merge-patch+json' },
        ),
        async (route, body, headers) => {
          expectFine(
            await broker.call(route.method, pathOf(route.path, victim), JSON.stringify(body), headers),
          );
        },
      ),
      { numRuns: 1500 },
    );
    expect(await stateOfBystander()).toEqual(untouched);
  });

  it('as text instead of JSON is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ngsiRoutes(false)),
        fc.oneof(
          fc.string(),
          fc.json().map((text) => text.slice(0, -1)),
          nastyTexts,
        ),
        async (route, text) => {
          fc.pre(!isJson(text));
          const answer = await broker.call(route.method, pathOf(route.path, victim), text);
          // A target that does not exist may be missed before the body is read.
          expect([400, 404]).toContain(answer.status);
          expectFine(answer);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('in the address of every operation that reads is answered without a failure', async () => {
    const values = fc.oneof(nastyTexts, fc.string(), fc.json());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ngsiRoutes(true)).chain((route) =>
          fc.tuple(
            fc.constant(route),
            fc.dictionary(fc.constantFrom('colour', ...(route.query ?? ['tenant'])), values, {
              maxKeys: 5,
            }),
          ),
        ),
        fc.oneof(fc.constant(victim), nastyTexts, fc.string()),
        fc.oneof(
          fc.constant({}),
          nastyTexts.map((link) => ({ link })),
          nastyTexts.map((accept) => ({ accept })),
        ),
        async ([route, parameters], id, headers) => {
          const query = new URLSearchParams(parameters).toString();
          expectFine(await broker.call('GET', `${pathOf(route.path, id)}?${query}`, undefined, headers));
        },
      ),
      { numRuns: 1500 },
    );
  });
});
