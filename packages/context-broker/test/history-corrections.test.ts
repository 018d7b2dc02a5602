import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const entity = '/temporal/entities/urn:ngsi-ld:Car:1';
const at = (hour: number) => `2026-01-01T0${String(hour)}:00:00Z`;
const dataset = 'urn:ngsi-ld:dataset:b';

interface Instance {
  readonly value: number;
  readonly instanceId: string;
}

describe('Correcting the past (§5.6.12 to §5.6.16)', () => {
  let broker: BrokerUnderTest;
  beforeEach(async () => {
    broker = startBroker();
    const speed = [
      { type: 'Property', value: 1, observedAt: at(1) },
      { type: 'Property', value: 2, observedAt: at(2) },
      { type: 'Property', value: 3, observedAt: at(3), datasetId: dataset },
    ];
    await broker.call('POST', '/temporal/entities', { id: 'urn:ngsi-ld:Car:1', type: 'Car', speed });
  });
  afterEach(() => broker.remove());

  const speeds = async () => ((await broker.get(entity)) as { speed?: Instance[] }).speed ?? [];
  const values = async () => (await speeds()).map(({ value }) => value);
  const status = async (...call: Parameters<BrokerUnderTest['call']>) => (await broker.call(...call)).status;

  it('adds attributes to an evolution', async () => {
    const body = { speed: [{ type: 'Property', value: 4, observedAt: at(4) }] };
    expect(await status('POST', `${entity}/attrs`, body)).toBe(204);
    expect(await values()).toEqual([1, 2, 3, 4]);
    expect(await status('POST', '/temporal/entities/urn:a:none/attrs', body)).toBe(404);
    expect(await status('POST', `${entity}/attrs`, {})).toBe(400);
    expect(await status('POST', `${entity}/attrs`, { speed: [{ type: 'Property' }] })).toBe(400);
  });

  it('deletes an attribute: its default instances, a dataset, or all', async () => {
    expect(await status('DELETE', `${entity}/attrs/speed?datasetId=${dataset}`)).toBe(204);
    expect(await values()).toEqual([1, 2]);
    expect(await status('DELETE', `${entity}/attrs/speed`)).toBe(204);
    expect(await status('DELETE', `${entity}/attrs/speed?deleteAll=true`)).toBe(404);
    expect(await status('DELETE', `${entity}/attrs/sp(eed`)).toBe(400);
    expect(await status('DELETE', `${entity}/attrs/speed?datasetId=none`)).toBe(400);
  });

  it('modifies and deletes one instance', async () => {
    const [first, second] = await speeds();
    const path = `${entity}/attrs/speed/${first?.instanceId ?? ''}`;
    const body = { type: 'Property', value: 9, observedAt: at(1) };
    expect(await status('PATCH', path, body)).toBe(204);
    expect((await speeds())[0]).toMatchObject({ value: 9, instanceId: first?.instanceId });
    expect(await status('PATCH', path, { speed: [{ ...body, value: 8 }] })).toBe(204);
    expect(await values()).toEqual([8, 2, 3]);
    expect(await status('PATCH', path, { type: 'Relationship', object: 'urn:a:b' })).toBe(400);
    expect(await status('DELETE', `${entity}/attrs/speed/${second?.instanceId ?? ''}`)).toBe(204);
    expect(await values()).toEqual([8, 3]);
    expect(await status('DELETE', `${entity}/attrs/speed/urn:a:none`)).toBe(404);
    expect(await status('DELETE', `${entity}/attrs/speed/none`)).toBe(400);
  });

  it('finds an instance whose id came without escaping', async () => {
    const name = 'https://example.org/speed#now';
    const attrs = `${entity}/attrs`;
    await broker.call('POST', attrs, { [name]: [{ type: 'Property', value: 1, observedAt: at(1) }] });
    const read = async () => ((await broker.get(entity)) as Record<string, Instance[]>)[name];
    const id = (await read())?.[0]?.instanceId ?? '';
    expect(id).toContain('%');
    // The address is decoded once: the id arrives as it would be without any escape.
    const path = `${attrs}/${encodeURIComponent(name)}/${id}`;
    expect(await status('PATCH', path, { type: 'Property', value: 2, observedAt: at(1) })).toBe(204);
    expect(await read()).toMatchObject([{ value: 2, instanceId: id }]);
    expect(await status('DELETE', path)).toBe(204);
    expect(await read()).toBeUndefined();
  });

  it('does not take what is valid now for the past', async () => {
    await broker.call('POST', '/entities', { id: 'urn:ngsi-ld:Car:1', type: 'Car', speed: 7 });
    const now = (await speeds()).find(({ value }) => value === 7)?.instanceId ?? '';
    expect(await status('DELETE', `${entity}/attrs/speed/${encodeURIComponent(now)}`)).toBe(400);
    expect(await status('DELETE', entity)).toBe(204);
    expect(await values()).toEqual([7]);
  });

  it('deletes the whole evolution', async () => {
    expect(await status('DELETE', entity)).toBe(204);
    expect(await status('GET', entity)).toBe(404);
    expect(await status('DELETE', entity)).toBe(404);
    expect(await status('DELETE', '/temporal/entities/none')).toBe(400);
  });
});
