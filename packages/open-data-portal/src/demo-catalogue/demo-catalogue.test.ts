import { temporaryDatabase } from '@allmende/database/testing';
import { describe, expect, it } from 'vitest';
import { createCatalogueStore, portalMigrations } from '../create-open-data-portal.ts';
import { createAddresses } from '../rdf/addresses.ts';
import { catalogueQuads } from '../rdf/catalogue-quads.ts';
import { createShaclValidator } from '../validation/shacl-validator.ts';
import { addDemoCatalogue } from './add-demo-catalogue.ts';
import { demoCatalogue } from './demo-catalogue.ts';

const clock = { now: () => Date.parse('2026-11-25T12:00:00Z') };
const base = 'http://127.0.0.1:8080';

describe('the catalogue of the demo city', () => {
  const { records, collections } = demoCatalogue(base);

  it('has some thirty datasets of several offices, one draft, two in review', () => {
    expect(records).toHaveLength(30);
    expect(new Set(records.map(({ name }) => name)).size).toBe(30);
    expect(records.filter(({ state }) => state === 'draft')).toHaveLength(1);
    expect(records.filter(({ state }) => state === 'review')).toHaveLength(2);
    const ids = new Set(collections.map(({ id }) => id));
    for (const { organisation = '', groups } of records)
      for (const id of [organisation, ...groups]) expect(ids).toContain(id);
  });

  it('marks every dataset as one of the demo', () => {
    for (const { content } of records) {
      expect(content.keywords['de']).toContain('Demo');
      expect(content.description['de']).toContain('Demodatensatz');
    }
  });

  it('has weaknesses for the quality checks to find', () => {
    expect(records.filter(({ proposals = [] }) => proposals.length > 0).length).toBeGreaterThanOrEqual(3);
  });

  it('exports what is published without a violation of SHACL', { timeout: 60_000 }, async () => {
    const quads = catalogueQuads({
      catalogue: {
        title: { de: 'Demo' },
        description: { de: 'Demo' },
        publisher: { name: 'Demo' },
        languages: [],
        spatial: [],
      },
      records: records.filter(({ state }) => state === 'published'),
      addresses: createAddresses(base),
    });
    const results = await createShaclValidator().validate(quads);
    expect(
      results
        .filter(({ severity }) => severity === 'violation')
        .map(({ path, constraint, value, messages }) =>
          [path, constraint, value?.value, messages[0]].join(' '),
        ),
    ).toEqual([]);
  });

  it('is added once; removed entries stay away, and addresses follow the server', async () => {
    const { database, remove } = temporaryDatabase();
    database.migrate(portalMigrations);
    const store = createCatalogueStore(database);
    await addDemoCatalogue({ store, clock }, base);
    await store.purge('', 'demo-vornamen');
    await addDemoCatalogue({ store, clock }, base);
    expect(await store.find('', 'vornamen')).toBeUndefined();
    expect((await store.find('', 'schulen'))?.version).toBe(1);
    await addDemoCatalogue({ store, clock }, 'https://daten.stadt.example');
    const moved = await store.find('', 'schulen');
    expect(moved?.version).toBe(2);
    expect(JSON.stringify(moved?.content)).not.toContain('127.0.0.1');
    expect(await store.find('', 'vornamen')).toBeUndefined();
    await remove();
  });
});
