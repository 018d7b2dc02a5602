import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers, federate, isDown, type Federation } from './federation.ts';

const id = 'urn:ngsi-ld:Vehicle:1';
const vehicle = { id, type: 'Vehicle', speed: { type: 'Property', value: 5 } };
const registration = 'urn:ngsi-ld:ContextSourceRegistration:leipzig';

describe('what is told of the use of a registration (§5.2.9)', () => {
  let cities: Federation;
  beforeEach(async () => {
    cities = federate('hamburg', 'leipzig');
    await cities.register('hamburg', 'leipzig', { operations: ['redirectionOps'] });
  });
  afterEach(() => cities.remove());

  const hamburg = () => cities.broker('hamburg');
  const told = () => hamburg().get(`/csourceRegistrations/${registration}`);
  const use = async () => {
    const { status, timesSent, timesFailed, lastSuccess, lastFailure } = (await told()) as Record<
      string,
      unknown
    >;
    return { status, timesSent, timesFailed, lastSuccess, lastFailure };
  };

  it('is nothing while it was not used, and cannot be given', async () => {
    expect(await use()).toEqual({});
    const given = { timesSent: 7, status: 'failed', lastFailure: '2026-01-01T00:00:00Z' };
    const answer = await hamburg().call('PATCH', `/csourceRegistrations/${registration}`, given);
    expect(answer.status).toBe(204);
    expect(await use()).toEqual({});
  });

  it('counts requests and failures, with the time of the last of each', async () => {
    await hamburg().call('GET', `/entities/${id}`);
    const atFirst = '2026-03-01T12:00:00.000Z';
    expect(await use()).toEqual({ status: 'ok', timesSent: 1, timesFailed: 0, lastSuccess: atFirst });
    hamburg().clock.advance(60_000);
    cities.answerFor('leipzig', isDown);
    await hamburg().call('GET', `/entities/${id}`);
    const later = '2026-03-01T12:01:00.000Z';
    const failed = {
      status: 'failed',
      timesSent: 2,
      timesFailed: 1,
      lastSuccess: atFirst,
      lastFailure: later,
    };
    expect(await use()).toEqual(failed);
    cities.answerFor('leipzig', answers(403, {}));
    hamburg().clock.advance(60_000);
    await hamburg().call('DELETE', `/entities/${id}`);
    expect(await use()).toMatchObject({ status: 'failed', timesSent: 3, timesFailed: 2 });
    cities.answerFor('leipzig', answers(200, []));
    hamburg().clock.advance(60_000);
    await hamburg().call('GET', '/entities?type=Vehicle');
    expect(await use()).toMatchObject({ status: 'ok', timesSent: 4, timesFailed: 2 });
    const listed = await hamburg().get('/csourceRegistrations?type=Vehicle');
    expect(listed).toEqual([await told()]);
  });

  it('is forgotten with the registration, and kept when it changes', async () => {
    await hamburg().call('GET', `/entities/${id}`);
    const patch = { management: { timeout: 500 } };
    await hamburg().call('PATCH', `/csourceRegistrations/${registration}`, patch);
    expect(await use()).toMatchObject({ timesSent: 1 });
    await hamburg().call('DELETE', `/csourceRegistrations/${registration}`);
    await cities.register('hamburg', 'leipzig');
    expect(await use()).toEqual({});
  });
});

describe('answers that may be given again (cacheDuration, §5.2.34, §6.3.17)', () => {
  let cities: Federation;
  beforeEach(async () => {
    cities = federate('hamburg', 'leipzig');
    const operations = ['redirectionOps', 'queryBatch'];
    await cities.register('hamburg', 'leipzig', { operations, management: { cacheDuration: 'PT1M' } });
    cities.answerFor('leipzig', answers(200, [vehicle]));
  });
  afterEach(() => cities.remove());

  const ask = async (path: string, headers = {}) => {
    const answer = await cities.broker('hamburg').call('GET', path, undefined, headers);
    return { found: answer.json(), warning: answer.headers['ngsild-warning'] };
  };
  const query = '/entities?type=Vehicle';

  it('are used until they are too old, with warning 110', async () => {
    expect(await ask(query)).toEqual({ found: [vehicle] });
    const again = await ask(query);
    expect(again.found).toEqual([vehicle]);
    expect(again.warning).toEqual([`110 leipzig.example "${registration}: it was not asked again"`]);
    expect(cities.sent).toHaveLength(1);
    cities.broker('hamburg').clock.advance(60_000);
    expect(await ask(query)).toEqual({ found: [vehicle] });
    expect(cities.sent).toHaveLength(2);
  });

  it('serve the same request only, and not what was forwarded by POST or failed', async () => {
    await ask(query);
    await ask(`${query}&limit=5`);
    expect(cities.sent).toHaveLength(2);
    const body = { type: 'Query', entities: [{ type: 'Vehicle' }] };
    for (let round = 0; round < 2; round += 1)
      await cities.broker('hamburg').call('POST', '/entityOperations/query', body);
    expect(cities.sent).toHaveLength(4);
    cities.answerFor('leipzig', isDown);
    for (let round = 0; round < 2; round += 1) await ask('/entities?type=Vehicle&offset=0&limit=7');
    expect(cities.sent).toHaveLength(6);
  });

  it('are forgotten when something is written through this broker', async () => {
    await ask(query);
    cities.answerFor('leipzig', answers(204));
    await cities.broker('hamburg').call('DELETE', `/entities/${id}`);
    cities.answerFor('leipzig', answers(200, []));
    expect(await ask(query)).toEqual({ found: [] });
  });
});

describe('datasets and terms of a registration', () => {
  let cities: Federation;
  beforeEach(() => {
    cities = federate('hamburg', 'leipzig');
  });
  afterEach(() => cities.remove());

  it('lets no request through that asks for other datasets (§5.12)', async () => {
    await cities.register('hamburg', 'leipzig', { datasetId: ['urn:d:gps', '@none'] });
    const asked = async (datasets: string) => {
      await cities.broker('hamburg').call('GET', `/entities/${id}?datasetId=${datasets}`);
      await cities.broker('hamburg').call('GET', `/entities?type=Vehicle&datasetId=${datasets}`);
      return cities.sent.length;
    };
    expect(await asked('urn:d:radar')).toBe(0);
    expect(await asked('urn:d:radar,urn:d:gps')).toBe(2);
    expect(await asked('@none')).toBe(4);
    expect(await cities.broker('hamburg').get(`/csourceRegistrations/${registration}`)).toMatchObject({
      datasetId: ['urn:d:gps', '@none'],
    });
  });

  it('refuses what no source can be told (§4.3.6.6, §5.2.9)', async () => {
    const refused = async (members: Readonly<Record<string, unknown>>) => {
      const answer = await cities.broker('hamburg').call('POST', '/csourceRegistrations', {
        type: 'ContextSourceRegistration',
        information: [{ entities: [{ type: 'Vehicle' }] }],
        endpoint: 'https://leipzig.example',
        ...members,
      });
      return [
        answer.status,
        (answer.json() as { errors?: readonly { pointer: string }[] }).errors?.[0]?.pointer,
      ];
    };
    const info = (key: string, value: string) => refused({ contextSourceInfo: [{ key, value }] });
    const invalid = [400, '/contextSourceInfo'];
    expect(await info('accept', 'text/csv')).toEqual(invalid);
    expect(await info('contentType', 'application/geo+json')).toEqual(invalid);
    expect(await info('jsonldContext', 'vehicles')).toEqual(invalid);
    expect(await info('ngsildConformance', 'newest')).toEqual(invalid);
    expect(await refused({ datasetId: ['gps'] })).toEqual([400, '/datasetId']);
  });
});
