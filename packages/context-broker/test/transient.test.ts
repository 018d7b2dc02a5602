import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, testStartMs, type BrokerUnderTest } from './broker-under-test.ts';

const id = 'urn:ngsi-ld:Event:market';
const entity = `/entities/${id}`;
const soon = new Date(testStartMs + 60_000).toISOString();
const later = new Date(testStartMs + 120_000).toISOString();
const past = '2020-01-01T00:00:00Z';

let broker: BrokerUnderTest;
beforeEach(() => {
  broker = startBroker();
});
afterEach(() => broker.remove());

const create = (members: object) => broker.call('POST', '/entities', { id, type: 'Event', ...members });
const statusOf = async (path: string) => (await broker.call('GET', path)).status;
const entityNow = async (query = '') => (await broker.get(entity + query)) as Record<string, unknown>;
const valuesOf = async (attribute: string) => {
  const found = (await broker.get(`/temporal/entities/${id}`)) as Record<string, { value: unknown }[]>;
  return found[attribute]?.map(({ value }) => value);
};

describe('Transient entities and attributes (§4.22)', () => {
  it('removes an entity when its time has come, and keeps its past', async () => {
    await create({ expiresAt: soon, visitors: { value: 1 } });
    await broker.call('PATCH', `${entity}/attrs/visitors`, { value: 2 });
    broker.clock.advance(59_999);
    expect(await statusOf(entity)).toBe(200);
    broker.clock.advance(1);
    expect(await statusOf(entity)).toBe(404);
    expect(await broker.get('/entities?type=Event')).toEqual([]);
    expect(await valuesOf('visitors')).toEqual([1, 2]);
    expect((await create({})).status).toBe(201);
    broker.clock.advance(1_000_000);
    expect(await statusOf(entity)).toBe(200);
  });

  it('removes an attribute with its past, one instance or a sub-attribute, and nothing else', async () => {
    await create({
      flash: { value: 1, expiresAt: soon },
      steady: { value: 5, note: { value: 'x', expiresAt: soon } },
      speed: [{ value: 1 }, { value: 2, datasetId: 'urn:d:1', expiresAt: later }],
    });
    await broker.call('PATCH', `${entity}/attrs/flash`, { value: 2 });
    expect(await valuesOf('flash')).toEqual([1, 2]);
    broker.clock.advance(60_000);
    const now = await entityNow();
    expect(now).not.toHaveProperty('flash');
    expect(now['steady']).toEqual({ type: 'Property', value: 5 });
    expect(now['speed']).toHaveLength(2);
    expect(await valuesOf('flash')).toBeUndefined();
    expect(await valuesOf('steady')).toContain(5);
    broker.clock.advance(60_000);
    expect((await entityNow())['speed']).toEqual({ type: 'Property', value: 1 });
  });

  it('shows expiresAt with sysAttrs only (§6.3.11), for attributes of all kinds', async () => {
    const kinds = {
      prop: { value: 1 },
      rel: { object: 'urn:a:1' },
      geo: { type: 'GeoProperty', value: { type: 'Point', coordinates: [1, 2] } },
      text: { languageMap: { de: 'Markt' } },
      vocab: { vocab: 'open' },
      json: { json: { a: 1 } },
    };
    const ending = Object.entries(kinds).map(([name, given]) => [name, { ...given, expiresAt: soon }]);
    await create({ expiresAt: later, ...Object.fromEntries(ending) });
    expect(JSON.stringify(await entityNow())).not.toContain('expiresAt');
    const shown = await entityNow('?options=sysAttrs');
    expect(shown).toMatchObject({ expiresAt: later });
    for (const name of Object.keys(kinds)) expect(shown).toHaveProperty([name, 'expiresAt'], soon);
    const evolution = `/temporal/entities/${id}`;
    expect(JSON.stringify(await broker.get(evolution))).not.toContain('expiresAt');
    expect(await broker.get(`${evolution}?options=sysAttrs`)).toMatchObject({ prop: [{ expiresAt: soon }] });
  });

  it('keeps an expiry in partial updates and merges, drops it in replacements (§5.5.8, §5.5.12)', async () => {
    const given = { value: 1, expiresAt: soon };
    await create({ replaced: given, partial: given, merged: given });
    await broker.call('PATCH', `${entity}/attrs`, { replaced: { value: 2 } });
    await broker.call('PATCH', `${entity}/attrs/partial`, { value: 2 });
    await broker.call('PATCH', entity, { merged: { value: 2 } });
    broker.clock.advance(60_000);
    expect(Object.keys(await entityNow())).toEqual(['id', 'type', 'replaced']);
  });

  it('sets, moves and withdraws the end of an entity by merging (§5.6.17)', async () => {
    await create({ visitors: 1 });
    await broker.call('PATCH', entity, { expiresAt: soon });
    expect(await valuesOf('visitors')).toEqual([1]);
    await broker.call('PATCH', entity, { expiresAt: 'urn:ngsi-ld:null' });
    broker.clock.advance(60_000);
    expect(await statusOf(entity)).toBe(200);
    await broker.call('PATCH', entity, { expiresAt: past });
    expect(await statusOf(entity)).toBe(404);
  });

  it('never shows what was over when it came, and refuses what is no time', async () => {
    expect((await create({ expiresAt: past })).status).toBe(201);
    expect(await statusOf(entity)).toBe(404);
    for (const wrong of ['tomorrow', '2026-13-45T00:00:00Z', 5]) {
      expect((await create({ expiresAt: wrong })).status).toBe(400);
      expect((await create({ visitors: { value: 1, expiresAt: wrong } })).status).toBe(400);
    }
  });

  it('forgets the past of transient attributes that are imported (§5.6.11)', async () => {
    await broker.call('POST', '/temporal/entities', {
      id,
      type: 'Event',
      flash: [{ value: 1, observedAt: past, expiresAt: soon }],
      steady: [{ value: 1, observedAt: past }],
    });
    expect(await valuesOf('flash')).toEqual([1]);
    broker.clock.advance(60_000);
    expect(await valuesOf('flash')).toBeUndefined();
    expect(await valuesOf('steady')).toEqual([1]);
  });
});

describe('Proof of an entity (§4.5.2.2)', () => {
  it('gives back what it seals', async () => {
    const sealed = { entityIdSealed: id, entityTypeSealed: 'Event' };
    await create({ ngsildproof: { type: 'Property', value: { proofValue: 'z' }, ...sealed } });
    expect((await entityNow())['ngsildproof']).toEqual({
      type: 'Property',
      value: { proofValue: 'z' },
      ...sealed,
    });
    expect((await entityNow('?options=sysAttrs'))['ngsildproof']).toMatchObject(sealed);
    expect((await create({ id: 'urn:e:2', other: { value: 1, ...sealed } })).status).toBe(400);
  });
});
