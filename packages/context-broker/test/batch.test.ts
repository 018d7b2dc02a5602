import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const idOf = (name: string) => `urn:ngsi-ld:BikeCounter:${name}`;
const counter = (name: string, more: Record<string, unknown> = {}) => ({
  id: idOf(name),
  type: 'BikeCounter',
  count: { type: 'Property', value: 1 },
  ...more,
});
const nameless = { id: idOf('nameless'), type: 'BikeCounter', count: { type: 'Property' } };
const vehicleContext = 'https://example.org/vehicle.jsonld';
const linkedData = { 'content-type': 'application/ld+json' };

let broker: BrokerUnderTest;
beforeEach(() => {
  broker = startBroker();
});
afterEach(() => broker.remove());

const batch = (name: string, body: unknown, headers: Record<string, string> = {}) =>
  broker.call('POST', `/entityOperations/${name}`, body, headers);
const stored = async () =>
  (await broker.get('/entities?type=BikeCounter&format=simplified')) as readonly { id: string }[];
/** In order of name, as that of an answer is the database's own. */
const storedIds = async () => (await stored()).map(({ id }) => id).toSorted();

interface BatchResult {
  readonly success: readonly string[];
  readonly errors: readonly {
    entityId?: string;
    error: { type: string; title: string; status: number; errors?: readonly { pointer: string }[] };
  }[];
}
const resultOf = (answer: { json(): unknown }) => answer.json() as BatchResult;
const errorType = (name: string) => `https://uri.etsi.org/ngsi-ld/errors/${name}`;

describe('Batch Entity Creation (§5.6.7, §6.14.3.1)', () => {
  it('answers 201 with all ids in the order of the request', async () => {
    const answer = await batch('create', [counter('b'), counter('a')]);
    expect([answer.status, answer.json()]).toEqual([201, [idOf('b'), idOf('a')]]);
    expect(await storedIds()).toEqual([idOf('a'), idOf('b')]);
  });

  it('answers 207 with what failed and why; of the refused nothing is stored (§5.2.16, §5.2.17)', async () => {
    await broker.call('POST', '/entities', counter('old'));
    const answer = await batch('create', [counter('a'), nameless, counter('old'), counter('b')]);
    expect(answer.status).toBe(207);
    const { success, errors } = resultOf(answer);
    expect(success).toEqual([idOf('a'), idOf('b')]);
    expect(errors).toMatchObject([
      {
        entityId: nameless.id,
        error: { type: errorType('BadRequestData'), status: 400, errors: [{ pointer: '/count/value' }] },
      },
      { entityId: idOf('old'), error: { type: errorType('AlreadyExists'), status: 409 } },
    ]);
    expect(await storedIds()).toEqual([idOf('a'), idOf('b'), idOf('old')]);
    expect((await broker.call('GET', `/temporal/entities/${nameless.id}`)).status).toBe(404);
  });

  it('creates the first of two entities with the same id (§4.6.6, §5.5.11)', async () => {
    const answer = await batch('create', [counter('a'), counter('a', { count: 2 })]);
    expect(answer.status).toBe(207);
    const { success, errors } = resultOf(answer);
    expect([success, errors.map(({ entityId }) => entityId)]).toEqual([[idOf('a')], [idOf('a')]]);
    expect(await stored()).toMatchObject([{ count: 1 }]);
  });

  it('reads each entity with its own @context, or all with that of the Link header (§6.3.5)', async () => {
    const speed = { type: 'Property', value: 50 };
    const own = { id: 'urn:a:own', type: 'Vehicle', speed, '@context': vehicleContext };
    const without = { id: 'urn:a:without', type: 'Vehicle', speed };
    const answer = await batch('create', [own, without], linkedData);
    expect(answer.status).toBe(207);
    expect(resultOf(answer)).toMatchObject({ success: ['urn:a:own'], errors: [{ entityId: without.id }] });
    expect((await batch('create', [without], linkTo(vehicleContext))).status).toBe(201);
    const found = await broker.get('/entities?type=Vehicle&format=simplified', linkTo(vehicleContext));
    expect(found).toMatchObject([
      { id: own.id, speed: 50 },
      { id: without.id, speed: 50 },
    ]);
  });

  it('refuses the whole request when its headers contradict its body or name no usable context', async () => {
    const own = { ...counter('a'), '@context': vehicleContext };
    expect((await batch('create', [own], { ...linkedData, ...linkTo(vehicleContext) })).status).toBe(400);
    const away = await batch('create', [counter('a')], linkTo('https://example.org/away.jsonld'));
    expect([away.status, (away.json() as { type: string }).type]).toEqual([
      504,
      errorType('LdContextNotAvailable'),
    ]);
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['an empty array', []],
    ['an object', counter('a')],
    ['a null beside an entity', [counter('a'), null]],
    ['more than the limit', Array.from({ length: 10_001 }, () => 0)],
  ])('refuses %s with 400 and stores nothing (§5.6.7.4)', async (_name, body) => {
    const answer = await batch('create', body);
    expect([answer.status, (answer.json() as { type: string }).type]).toEqual([
      400,
      errorType('BadRequestData'),
    ]);
    expect(await stored()).toEqual([]);
  });

  it('reports items that are no entities without an id', async () => {
    const answer = await batch('create', [5, 'text', [], {}]);
    expect(answer.status).toBe(207);
    const { success, errors } = resultOf(answer);
    expect(success).toEqual([]);
    expect(errors.map(({ entityId, error }) => [entityId, error.status])).toEqual([
      [undefined, 400],
      ['text', 400],
      [undefined, 400],
      [undefined, 400],
    ]);
  });
});

describe('Batch Entity Upsert (§5.6.8, §6.15.3.1)', () => {
  it('answers 201 with the created ids only, and replaces what exists', async () => {
    await broker.call('POST', '/entities', counter('a', { name: 'Neutor' }));
    const answer = await batch('upsert', [counter('a', { count: 5 }), counter('b')]);
    expect([answer.status, answer.json()]).toEqual([201, [idOf('b')]]);
    expect(await broker.get(`/entities/${idOf('a')}?format=simplified`)).toEqual({
      id: idOf('a'),
      type: 'BikeCounter',
      count: 5,
    });
  });

  it('answers 204 when all existed, and keeps other attributes with options=update', async () => {
    await broker.call('POST', '/entities', counter('a', { name: 'Neutor' }));
    const answer = await batch('upsert?options=update', [counter('a', { count: 5 })]);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await stored()).toMatchObject([{ count: 5, name: 'Neutor' }]);
  });

  it('lets the later of two with the same id count, and tells once that it is new', async () => {
    const answer = await batch('upsert', [counter('a', { old: 1 }), counter('a', { count: 2 })]);
    expect([answer.status, answer.json()]).toEqual([201, [idOf('a')]]);
    expect(await stored()).toEqual([{ id: idOf('a'), type: 'BikeCounter', count: 2 }]);
  });

  it('keeps the old state of what it refuses', async () => {
    await broker.call('POST', '/entities', counter('a'));
    const answer = await batch('upsert', [{ ...counter('a'), count: null }, counter('b')]);
    expect(resultOf(answer)).toMatchObject({ success: [idOf('b')], errors: [{ entityId: idOf('a') }] });
    expect(await stored()).toMatchObject([{ count: 1 }, { count: 1 }]);
  });

  it('refuses unknown options', async () => {
    expect((await batch('upsert?options=merge', [counter('a')])).status).toBe(400);
  });
});

describe('Batch Entity Update (§5.6.9, §6.16.3.1)', () => {
  beforeEach(() => batch('create', [counter('a'), counter('b')]));

  it('answers 204 when all was updated', async () => {
    const answer = await batch('update', [
      { id: idOf('a'), count: 7, name: 'Neutor' },
      { id: idOf('b'), count: 8 },
    ]);
    expect(answer.status).toBe(204);
    expect(await stored()).toMatchObject([{ count: 7, name: 'Neutor' }, { count: 8 }]);
  });

  it('keeps what exists with options=noOverwrite and says so by 207', async () => {
    const answer = await batch('update?options=noOverwrite', [{ id: idOf('a'), count: 7, name: 'Neutor' }]);
    expect(answer.status).toBe(207);
    expect(resultOf(answer)).toMatchObject({ success: [], errors: [{ entityId: idOf('a') }] });
    expect(await stored()).toMatchObject([{ count: 1, name: 'Neutor' }, { count: 1 }]);
  });

  it('names what does not exist or has no id, and updates the others', async () => {
    const answer = await batch('update', [
      { id: idOf('none'), count: 1 },
      { count: 2 },
      counter('b', { count: 3 }),
    ]);
    const { success, errors } = resultOf(answer);
    expect([answer.status, success]).toEqual([207, [idOf('b')]]);
    expect(errors.map(({ entityId, error }) => [entityId, error.status])).toEqual([
      [idOf('none'), 404],
      [undefined, 400],
    ]);
    expect(await stored()).toMatchObject([{ count: 1 }, { count: 3 }]);
  });
});

describe('Batch Entity Merge (§5.6.20, §6.31.3.1)', () => {
  it('merges values and deletes what is urn:ngsi-ld:null', async () => {
    await batch('create', [counter('a', { info: { value: { street: 'Neutor', lanes: 2 } }, gone: 1 })]);
    const fragment = { id: idOf('a'), info: { value: { lanes: 3 } }, gone: 'urn:ngsi-ld:null' };
    expect((await batch('merge', [fragment])).status).toBe(204);
    expect(await stored()).toEqual([
      { id: idOf('a'), type: 'BikeCounter', count: 1, info: { street: 'Neutor', lanes: 3 } },
    ]);
  });

  it('refuses an empty array and a null in it (§5.6.20.4)', async () => {
    await batch('create', [counter('a')]);
    expect((await batch('merge', [])).status).toBe(400);
    expect((await batch('merge', [{ id: idOf('a'), count: 9 }, null])).status).toBe(400);
    expect(await stored()).toMatchObject([{ count: 1 }]);
  });
});

describe('Batch Entity Delete (§5.6.10, §6.17.3.1)', () => {
  beforeEach(() => batch('create', [counter('a'), counter('b')]));

  it('answers 204 when all are gone', async () => {
    expect((await batch('delete', [idOf('a'), idOf('b')])).status).toBe(204);
    expect(await stored()).toEqual([]);
  });

  it('names what did not exist, an id given twice, and what is no id', async () => {
    const answer = await batch('delete', [idOf('a'), idOf('a'), idOf('none'), 'none', 5]);
    const { success, errors } = resultOf(answer);
    expect([answer.status, success]).toEqual([207, [idOf('a')]]);
    expect(errors.map(({ entityId, error }) => [entityId, error.status])).toEqual([
      [idOf('a'), 404],
      [idOf('none'), 404],
      ['none', 400],
      [undefined, 400],
    ]);
    expect(await storedIds()).toEqual([idOf('b')]);
  });

  it('stays within its tenant (§4.14)', async () => {
    const answer = await batch('delete', [idOf('a')], { 'ngsild-tenant': 'bonn' });
    expect(answer.status).toBe(404);
    expect(await storedIds()).toEqual([idOf('a'), idOf('b')]);
  });
});
