import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const minuteMs = 60_000;
const at = (minute: number) => `2026-03-01T12:${String(minute).padStart(2, '0')}:00Z`;
const window = `timerel=between&timeAt=${at(0)}&endTimeAt=${at(50)}`;

let broker: BrokerUnderTest;
beforeEach(() => {
  broker = startBroker();
});
afterEach(() => broker.remove());

const car = (name: string) => `urn:ngsi-ld:Car:${name}`;
const scopeAt = (value: unknown, minute: number) => ({ type: 'Property', value, observedAt: at(minute) });
const importCar = async (name: string, scope: unknown, minutes: readonly number[]) => {
  const speed = minutes.map((minute) => ({ type: 'Property', value: minute, observedAt: at(minute) }));
  const body = { id: car(name), type: 'Car', speed, ...(scope === undefined ? {} : { scope }) };
  expect((await broker.call('POST', '/temporal/entities', body)).status).toBe(201);
};

type Found = readonly { readonly id: string; readonly speed: readonly { readonly value: number }[] }[];
const query = async (scopeQ: string): Promise<Record<string, number[]>> => {
  const path = `/temporal/entities?type=Car&scopeQ=${encodeURIComponent(scopeQ)}&${window}`;
  const found = (await broker.get(path)) as Found;
  return Object.fromEntries(
    found.map(({ id, speed }) => [id.split(':').at(-1), speed.map(({ value }) => value)]),
  );
};

describe('Scopes in the temporal evolution (§4.18, §5.7.4.4)', () => {
  it('asks for the scopes that were valid at the time of each instance', async () => {
    await importCar('a', [scopeAt('/A/B', 0)], [5]);
    await importCar('both', [scopeAt(['/A/B', '/C'], 0)], [5]);
    await importCar('none', undefined, [5]);
    await importCar('late', [scopeAt('/Z', 59)], [5]);
    await importCar('moved', [scopeAt('/R', 0), scopeAt('/S', 30)], [15, 45]);
    expect(await query('/A/B')).toEqual({ a: [5], both: [5] });
    expect(await query('/A/#')).toEqual({ a: [5], both: [5] });
    expect(await query('(/A/B;/C)')).toEqual({ both: [5] });
    expect(await query('/R')).toEqual({ moved: [15] });
    expect(await query('/S|/C')).toEqual({ both: [5], moved: [45] });
    expect(await query('/Z')).toEqual({});
    expect(Object.keys(await query('/#'))).toEqual(['a', 'both', 'moved']);
  });

  it('records changes of the scopes of an entity as instances of a Property (§4.5.6)', async () => {
    const id = car('s');
    await broker.call('POST', '/entities', { id, type: 'Car', scope: '/Old', speed: 1 });
    broker.clock.advance(10 * minuteMs);
    await broker.call('PATCH', `/entities/${id}`, { scope: ['/New', '/X'] });
    broker.clock.advance(10 * minuteMs);
    await broker.call('PATCH', `/entities/${id}`, { speed: 2 });
    const time = (minute: number) => at(minute).replace('Z', '.000Z');
    const read = async (rest: string) =>
      ((await broker.get(`/temporal/entities/${id}${rest}`)) as { scope?: unknown }).scope;
    expect(await read('?options=sysAttrs')).toMatchObject([
      { type: 'Property', value: '/Old', observedAt: time(0), modifiedAt: time(0) },
      { type: 'Property', value: ['/New', '/X'], observedAt: time(10), modifiedAt: time(10) },
    ]);
    expect(await read('?format=temporalValues')).toEqual({
      type: 'Property',
      values: [
        ['/Old', time(0)],
        [['/New', '/X'], time(10)],
      ],
    });
    expect(await read(`?timerel=after&timeAt=${at(15)}`)).toMatchObject([{ value: ['/New', '/X'] }]);
    expect(await read('?pick=speed')).toBeUndefined();
    broker.clock.advance(minuteMs);
    await broker.call('DELETE', `/entities/${id}/attrs/scope`);
    expect(await read('?timeproperty=deletedAt')).toMatchObject([{ value: [], deletedAt: time(21) }]);
    expect(await read('')).toHaveLength(2);
  });

  it('lets the scopes of a new entity hold for what it brings from before', async () => {
    const speed = { value: 5, observedAt: at(0) };
    broker.clock.advance(10 * minuteMs);
    await broker.call('POST', '/entities', { id: car('n'), type: 'Car', scope: '/N', speed });
    expect(await query('/N')).toEqual({ n: [5] });
  });

  it('refuses scopes that are none', async () => {
    const body = { id: car('w'), type: 'Car', scope: [scopeAt('/a b', 0)] };
    expect((await broker.call('POST', '/temporal/entities', body)).status).toBe(400);
  });
});
