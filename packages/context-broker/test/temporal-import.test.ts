import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const id = 'urn:ngsi-ld:Vehicle:bus-1';
const evolution = `/temporal/entities/${id}`;
const at = (minute: number) => `2026-03-01T12:${String(minute).padStart(2, '0')}:00.000Z`;
const speedName = 'https://example.org/speed';

let broker: BrokerUnderTest;
beforeEach(() => {
  broker = startBroker();
});
afterEach(() => broker.remove());

type Instances = readonly Readonly<Record<string, unknown>>[];
const speeds = async (query = '') =>
  ((await broker.get(evolution + query)) as Readonly<Record<string, Instances>>)[speedName]?.map(
    ({ value }) => value,
  );

describe('Create or Update Temporal Evolution (§5.6.11, §6.18.3.1)', () => {
  const vehicle = linkTo('https://example.org/vehicle.jsonld');
  const imported = (...minutes: readonly number[]) => ({
    id,
    type: 'Vehicle',
    speed: minutes.map((minute) => ({ value: minute, observedAt: at(minute) })),
  });
  const post = (body: unknown) => broker.call('POST', '/temporal/entities', body, vehicle);

  it('puts an instance in the place of the one of the same time, and keeps deletions and types (§5.6.11)', async () => {
    await post({ ...imported(1, 2), other: [{ value: 5, observedAt: at(1) }] });
    const instancesNow = async () =>
      ((await broker.get(evolution)) as Readonly<Record<string, Instances>>)[speedName] ?? [];
    const [before] = await instancesNow();
    const corrected = [
      { value: 10, observedAt: at(1) },
      { value: 'urn:ngsi-ld:null', observedAt: at(3) },
    ];
    const { status } = await post({ id, type: ['Vehicle', 'Bus'], speed: corrected });
    expect(status).toBe(204);
    expect(await speeds()).toEqual([10, 2, 'urn:ngsi-ld:null']);
    expect((await instancesNow())[0]).toMatchObject({ instanceId: before?.['instanceId'] });
    expect(await broker.get(evolution)).toMatchObject({
      type: expect.arrayContaining(['Bus']) as unknown,
      other: [{ value: 5 }],
    });
    const wrong = { ...imported(1), expiresAt: 'urn:ngsi-ld:null' };
    expect((await post(wrong)).status).toBe(400);
  });

  it('answers 201, then 204, and keeps each instance once', async () => {
    const created = await post(imported(1, 2));
    expect([created.status, created.headers['location']]).toEqual([
      201,
      `/ngsi-ld/v1/temporal/entities/${id}`,
    ]);
    expect((await post(imported(2, 3))).status).toBe(204);
    expect(await speeds()).toEqual([1, 2, 3]);
    expect((await broker.call('GET', `/entities/${id}`)).status).toBe(404);
  });

  it('answers 206 with the covered interval when there is more (§6.3.10)', async () => {
    const speed = Array.from({ length: 10_001 }, (_unused, second) => ({
      value: second,
      observedAt: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(),
    }));
    await post({ id, type: 'Vehicle', speed });
    const [start, last] = ['2026-01-01T00:00:00.000Z', '2026-01-01T02:46:39.000Z'];
    const first = await broker.call(
      'GET',
      `${evolution}?timerel=after&timeAt=2025-12-31T00:00:00Z&format=temporalValues`,
    );
    expect([first.status, first.headers['content-range']]).toEqual([
      206,
      `date-time 2025-12-31T00:00:00.000Z-${last}/*`,
    ]);
    const all = await broker.call('GET', `${evolution}?format=temporalValues`);
    expect([all.status, all.headers['content-range']]).toEqual([206, `date-time ${start}-${last}/*`]);
    expect((await broker.call('GET', `${evolution}?timerel=after&timeAt=${last}`)).status).toBe(200);
    const aggregated = await broker.call(
      'GET',
      `${evolution}?format=aggregatedValues&aggrMethods=totalCount`,
    );
    expect([aggregated.status, aggregated.text]).toEqual([200, expect.stringContaining('[[10001,')]);
  });

  it('takes a time with a comma (§4.6.3)', async () => {
    const speed = [{ value: 1, observedAt: '2026-03-01T12:01:00,5Z' }];
    expect((await post({ id, type: 'Vehicle', speed })).status).toBe(201);
    expect(await speeds(`?timerel=after&timeAt=${at(1)}`)).toEqual([1]);
  });

  it('refuses with all findings, and stores nothing', async () => {
    const answer = await post({
      id: 'dom',
      speed: [{ value: 1, observedAt: '2026-03-01T12:00:00' }, { type: 'Property' }],
    });
    expect(answer.status).toBe(400);
    const pointers = (answer.json() as { errors?: { pointer: string }[] }).errors?.map(
      ({ pointer }) => pointer,
    );
    expect(pointers?.toSorted()).toEqual(['/id', '/speed/0/observedAt', '/speed/1/value', '/type']);
    expect((await broker.call('GET', evolution)).status).toBe(404);
  });
});
