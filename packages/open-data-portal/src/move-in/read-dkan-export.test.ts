import { DomainError } from '@allmende/kernel';
import { describe, expect, it } from 'vitest';
import { readDkanExport } from './read-dkan-export.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const read = (...entries: readonly unknown[]) => readDkanExport(entries, { tenant: '', now });

const aResource = (parts: Readonly<Record<string, unknown>> = {}) => ({
  'Resource-ID': 'r-1',
  'Resource-Name': 'Bänke - CSV',
  Format: 'csv',
  'Resource-Url': 'https://daten.stadt.example/baenke.csv',
  'Veröffentlicht?': '1',
  ...parts,
});

const anEntry = (parts: Readonly<Record<string, unknown>> = {}) => ({
  'Dataset-ID': 'd-1',
  'Node-ID': '77',
  Title: 'Bänke',
  'Dataset-Name': 'bänke',
  URL: 'https://alt.example/dataset/b%C3%A4nke',
  Description: '<p>Alle Bänke.</p>',
  License: 'Datenlizenz Deutschland – Namensnennung – Version 2.0',
  State: 'Active',
  'Public Access Level': 'public',
  resources: [aResource()],
  ...parts,
});

const codes = (result: ReturnType<typeof read>, index = 0) =>
  result.entries[index]?.findings.map(({ code }) => code) ?? [];

describe('the export of DKAN', () => {
  it('refuses what is no list', () => {
    expect(() => readDkanExport({ result: [] }, { tenant: '', now })).toThrow(DomainError);
  });

  it('names entries that are no datasets and goes on', () => {
    const result = read(null, 'text', { Title: 'ohne Kennung' }, anEntry(), anEntry());
    expect(result.records).toHaveLength(1);
    expect([0, 1, 2, 4].map((index) => codes(result, index)[0])).toEqual([
      'not-a-dataset',
      'not-a-dataset',
      'not-a-dataset',
      'duplicate-dataset',
    ]);
  });

  it('keeps addresses that people know', () => {
    expect(read(anEntry()).records[0]).toMatchObject({
      id: 'd-1',
      name: 'baenke',
      state: 'published',
      origin: {
        source: 'dkan',
        identifier: 'd-1',
        formerUrls: [
          'https://alt.example/dataset/b%C3%A4nke',
          '/dataset/b%C3%A4nke',
          '/dataset/d-1',
          '/node/77',
          '/dataset/b%C3%A4nke/resource/r-1',
          '/dataset/d-1/resource/r-1',
        ],
      },
    });
  });

  it('takes the licence of the resource, else that of the dataset', () => {
    const [record] = read(
      anEntry({
        resources: [aResource(), aResource({ 'Resource-ID': 'r-2', 'DD License': '"cc-zero" (278)' })],
      }),
    ).records;
    expect(record?.content.distributions.map(({ licence }) => licence)).toEqual([
      'http://dcat-ap.de/def/licenses/dl-by-de/2.0',
      'http://dcat-ap.de/def/licenses/cc-zero',
    ]);
  });

  it('keeps what it does not know or cannot read, and tells so', () => {
    const result = read(
      anEntry({
        'DD Thema': '"Verkehr" (195), "Zauberei" (9)',
        Frequency: 'R/P17Y',
        'Contact Email': 'niemand',
        'Geographical Coverage Area': 'POLYGON kaputt',
        'Eigenes Feld': 'bleibt',
        Zahl: 7,
        resources: [aResource({ Format: 'rätsel', 'Resource-Url': 'baenke.csv' })],
      }),
    );
    expect(result.records[0]?.content.extras).toMatchObject({
      'DD Thema': '"Verkehr" (195), "Zauberei" (9)',
      Frequency: 'R/P17Y',
      'Contact Email': 'niemand',
      'Geographical Coverage Area': 'POLYGON kaputt',
      'Eigenes Feld': 'bleibt',
      Zahl: '7',
    });
    expect(result.records[0]?.content.distributions[0]?.extras).toEqual({
      Format: 'rätsel',
      'Resource-Url': 'baenke.csv',
    });
    expect(codes(result)).toEqual(
      expect.arrayContaining(['unknown-value', 'invalid-value', 'address-missing', 'theme-missing']),
    );
  });

  it('keeps unpublished resources from the public and reports them in full', () => {
    const hidden = aResource({ 'Resource-ID': 'r-9', 'Veröffentlicht?': '0', Beschreibung: 'geheim' });
    const result = read(anEntry({ resources: [aResource(), hidden] }));
    expect(JSON.stringify(result.records)).not.toContain('geheim');
    expect(result.withheld).toEqual([{ dataset: 'd-1', fields: hidden }]);
    expect(codes(result)).toContain('resource-withheld');
  });

  it('takes what is not public as a draft', () => {
    const states = [{ State: 'Inactive' }, { 'Public Access Level': 'private' }].map(
      (parts) => read(anEntry(parts)).records[0]?.state,
    );
    expect(states).toEqual(['draft', 'draft']);
  });

  it('gives ids and names once', () => {
    const { records } = read(anEntry(), anEntry({ 'Dataset-ID': 'd-2', 'Node-ID': '78' }));
    expect(records.map(({ name }) => name)).toEqual(['baenke', 'baenke-78']);
    expect(records.map(({ content }) => content.distributions[0]?.id)).toEqual(['r-1', 'r-1-d-2']);
  });

  it('tells of periods that end before they begin and of dead links', () => {
    const result = read(
      anEntry({
        'Temporal Coverage Start': '31/12/2020',
        'Temporal Coverage End': '01/01/2020',
        resources: [aResource({ 'Prüfung OK?': '0', 'HTTP-Responsecode': '404' })],
      }),
    );
    expect(codes(result)).toEqual(expect.arrayContaining(['period-reversed', 'dead-link']));
    expect(result.records[0]?.content).toMatchObject({
      temporal: [],
      extras: { 'Temporal Coverage Start': '31/12/2020', 'Temporal Coverage End': '01/01/2020' },
    });
  });

  it('makes organisations of groups and groups of topics', () => {
    const result = read(anEntry({ Groups: '"Grünflächenamt" (40)', Tags: '"Umwelt und Klima" (53)' }));
    expect(result.collections.map(({ kind, name, id }) => [kind, name, id])).toEqual([
      ['organisation', 'gruenflaechenamt', 'dkan-group-40'],
      ['group', 'umwelt-und-klima', 'dkan-topic-53'],
    ]);
    expect(result.records[0]).toMatchObject({ organisation: 'dkan-group-40', groups: ['dkan-topic-53'] });
    expect(result.records[0]?.content).toMatchObject({
      publisher: { name: 'Grünflächenamt' },
      keywords: { de: ['Umwelt und Klima'] },
    });
  });
});
