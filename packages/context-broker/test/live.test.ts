import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { isPostgres } from './test-database.ts';

const id = 'urn:ngsi-ld:BikeCounter:neutor';
const entity = `/entities/${id}`;

let broker: BrokerUnderTest;
beforeEach(() => {
  broker = startBroker();
});
afterEach(() => broker.remove());

interface Listening {
  /** The events up to the one that the check accepts. */
  until(isLast: (events: readonly Event[]) => boolean): Promise<readonly Event[]>;
  leave(): Promise<void>;
}
interface Event {
  readonly event: string;
  readonly data: unknown;
}

const parse = (text: string): readonly Event[] =>
  [...text.matchAll(/event: (.*)\ndata: (.*)\n\n/gu)].map(([, event = '', data = '']) => ({
    event,
    data: JSON.parse(data) as unknown,
  }));

/** Opens the stream as a browser would, without a socket. */
const listen = async (query = ''): Promise<Listening> => {
  const route = broker.broker.routes.find(({ path }) => path === '/api/live');
  if (route === undefined) throw new Error('there is no live route');
  const leaving = new AbortController();
  const answer = await route.handle({
    id: 'test',
    method: 'GET',
    path: '/api/live',
    params: {},
    query: new URLSearchParams(query),
    rawQuery: query,
    headers: {},
    text: () => Promise.resolve(''),
    signal: leaving.signal,
  });
  expect([answer.status, answer.headers?.['content-type']]).toEqual([200, 'text/event-stream']);
  let text = '';
  let wake = (): void => undefined;
  const ended = answer.stream?.((chunk) => {
    text += chunk;
    wake();
  }, leaving.signal);
  return {
    until: async (isLast) => {
      while (!isLast(parse(text))) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return parse(text);
    },
    leave: async () => {
      leaving.abort();
      await ended;
    },
  };
};

const put = (body: Readonly<Record<string, unknown>>, headers: Record<string, string> = {}) =>
  broker.call('POST', '/entityOperations/upsert?options=update', [body], headers);
const counter = (count: number) => ({ id, type: 'BikeCounter', count });
const isAfter = (number: number) => (events: readonly Event[]) => events.length >= number;

describe('Live changes (server-sent events)', () => {
  it('tells changed attributes of changed entities, in the names of the context', async () => {
    const stream = await listen();
    await put({ ...counter(1), name: 'Neutor' });
    expect(await stream.until(isAfter(1))).toEqual([
      { event: 'change', data: { id, type: 'BikeCounter', count: 1, name: 'Neutor' } },
    ]);
    await put(counter(2));
    expect((await stream.until(isAfter(2)))[1]).toEqual({
      event: 'change',
      data: { id, type: 'BikeCounter', count: 2 },
    });
    await stream.leave();
  });

  // What is written at the same time has no order there.
  it.skipIf(isPostgres)('joins changes of one entity between two messages', async () => {
    const stream = await listen();
    await Promise.all([put(counter(1)), put({ ...counter(2), name: 'Neutor' }), put(counter(3))]);
    expect(await stream.until(isAfter(1))).toEqual([
      { event: 'change', data: { id, type: 'BikeCounter', count: 3, name: 'Neutor' } },
    ]);
    await stream.leave();
  });

  it('tells of a deletion, also of one attribute, and of what came after it', async () => {
    await put({ ...counter(1), name: 'Neutor' });
    const stream = await listen();
    await broker.call('DELETE', `${entity}/attrs/name`);
    expect(await stream.until(isAfter(1))).toEqual([
      { event: 'change', data: { id, type: 'BikeCounter', name: null } },
    ]);
    await broker.call('DELETE', entity);
    expect((await stream.until(isAfter(2)))[1]?.data).toEqual({
      id,
      type: 'BikeCounter',
      deletedAt: '2026-03-01T12:00:00.000Z',
    });
    await put(counter(5));
    await broker.call('DELETE', entity);
    await put(counter(6));
    expect(
      (
        await stream.until((events) => (events.at(-1)?.data as { count?: number } | undefined)?.count === 6)
      ).at(-1)?.data,
    ).toEqual(counter(6));
    await stream.leave();
  });

  it('tells only of the types and the tenant that are asked for', async () => {
    const [bikes, bonn] = [await listen('type=BikeCounter,Street'), await listen('tenant=bonn')];
    await put({ id: 'urn:a:car', type: 'Car', speed: 1 });
    await put(counter(7), { 'ngsild-tenant': 'bonn' });
    await put(counter(1));
    expect(await bikes.until(isAfter(1))).toMatchObject([{ data: { count: 1 } }]);
    expect(await bonn.until(isAfter(1))).toMatchObject([{ data: { count: 7 } }]);
    await Promise.all([bikes.leave(), bonn.leave()]);
  });

  it('says how many changes were lost when a client cannot follow', async () => {
    const stream = await listen();
    const many = Array.from({ length: 1003 }, (_unused, index) => ({
      ...counter(index),
      id: `${id}:${index}`,
    }));
    await broker.call('POST', '/entityOperations/create', many);
    const events = await stream.until((all) => all.some(({ event }) => event === 'lost'));
    expect(events).toHaveLength(1001);
    expect(events.at(-1)).toEqual({ event: 'lost', data: 3 });
    await stream.leave();
  });

  it('does not tell of what was refused', async () => {
    const stream = await listen();
    await put({ ...counter(1), count: null });
    await put(counter(2));
    expect(await stream.until(isAfter(1))).toMatchObject([{ data: { count: 2 } }]);
    await stream.leave();
  });
});
