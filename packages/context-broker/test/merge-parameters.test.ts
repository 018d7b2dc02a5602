import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const path = '/entities/urn:a:1';

describe('Merge Entity with format, lang and observedAt (§5.6.17, §6.5.3.4)', () => {
  let broker: BrokerUnderTest;
  beforeEach(async () => {
    broker = startBroker();
    await broker.call('POST', '/entities', {
      id: 'urn:a:1',
      type: 'Car',
      speed: { value: 5, observedAt: '2026-01-01T00:00:00Z' },
      name: { languageMap: { de: 'Auto' } },
      owner: { object: 'urn:a:o' },
      category: { vocab: 'small' },
      colour: 'red',
    });
  });
  afterEach(() => broker.remove());

  const merge = (query: string, body: object) => broker.call('PATCH', `${path}?${query}`, body);
  const stored = () => broker.get(path);

  it('takes simplified values for the kinds that are stored', async () => {
    const body = {
      owner: 'urn:a:p',
      category: 'large',
      colour: { top: 'blue' },
      place: { type: 'Point', coordinates: [7, 51] },
    };
    expect((await merge('format=simplified', body)).status).toBe(204);
    expect(await stored()).toMatchObject({
      owner: { type: 'Relationship', object: 'urn:a:p' },
      category: { type: 'VocabProperty', vocab: 'large' },
      colour: { type: 'Property', value: { top: 'blue' } },
      place: { type: 'GeoProperty' },
      speed: { value: 5 },
    });
    expect((await merge('options=keyValues', { colour: 'urn:ngsi-ld:null' })).status).toBe(204);
    expect(await stored()).not.toHaveProperty('colour');
  });

  it('puts a text in its language', async () => {
    expect((await merge('lang=en', { name: 'car' })).status).toBe(204);
    expect(await stored()).toMatchObject({ name: { languageMap: { de: 'Auto', en: 'car' } } });
  });

  it('sets the time of attributes that have one, unless they say it themselves', async () => {
    const time = '2026-02-01T00:00:00Z';
    await merge(`observedAt=${time}`, { speed: 6, colour: 'blue' });
    expect(await stored()).toMatchObject({
      speed: { value: 6, observedAt: time },
      colour: { value: 'blue' },
    });
    expect((await stored()) as object).not.toHaveProperty('colour.observedAt');
    await merge(`observedAt=${time}`, { speed: { value: 7, observedAt: '2026-02-02T00:00:00Z' } });
    expect(await stored()).toMatchObject({ speed: { value: 7, observedAt: '2026-02-02T00:00:00Z' } });
  });

  it.each(['observedAt=now', 'format=nice', 'options=sysAttrs', 'time=1'])('refuses ?%s', async (query) => {
    expect((await merge(query, { speed: 6 })).status).toBe(400);
    expect(await stored()).toMatchObject({ speed: { value: 5 } });
  });
});
