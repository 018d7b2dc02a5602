import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { acceptProposals } from '../src/move-in/proposals.ts';
import { readDkanExport } from '../src/move-in/read-dkan-export.ts';
import { createAddresses } from '../src/rdf/addresses.ts';
import { catalogueQuads } from '../src/rdf/catalogue-quads.ts';
import { createShaclValidator } from '../src/validation/shacl-validator.ts';
import { fullCatalogue } from './sample-records.ts';

const file = fileURLToPath(new URL('../../../../shared/data/muenster/catalogue.json', import.meta.url));

describe.skipIf(!existsSync(file))(
  'the export of Münster in ../shared, once its proposals are accepted',
  () => {
    it('has violations before that', { timeout: 60_000 }, async () => {
      const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
      const { records } = readDkanExport(json, { tenant: '', now: 0 });
      const quads = catalogueQuads({
        catalogue: fullCatalogue,
        records: records.filter(({ proposals = [] }) =>
          proposals.some(({ field }) => field === 'accessUrls'),
        ),
        addresses: createAddresses('https://daten.example.org'),
      });
      const results = await createShaclValidator().validate(quads);
      expect(results.some(({ severity }) => severity === 'violation')).toBe(true);
    });

    it('exports as DCAT-AP.de without a violation of SHACL', { timeout: 115_000 }, async () => {
      const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
      const { records } = readDkanExport(json, { tenant: '', now: Date.parse('2026-11-25T12:00:00Z') });
      const quads = catalogueQuads({
        catalogue: fullCatalogue,
        records: records.map((record) => acceptProposals(record, 'all')),
        addresses: createAddresses('https://daten.example.org'),
      });
      expect(quads.length).toBeGreaterThan(15_000);
      const results = await createShaclValidator().validate(quads);
      const violations = results
        .filter(({ severity }) => severity === 'violation')
        .map(({ path, constraint, value, messages }) =>
          [path, constraint, value?.value, messages[0]].join(' '),
        );
      expect(violations).toEqual([]);
    });
  },
);
