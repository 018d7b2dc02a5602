import { fieldsOf } from '../mapping/mapping-fields.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { readCsv } from './csv-records.ts';
import { readJson } from './json-records.ts';
import type { OpenSource } from './open-source.ts';
import type { RecordBatch } from './source-record.ts';

/** Reads the records of a file in the form that the mapping names. */
export const readRecords = (
  source: OpenSource,
  file: string,
  mapping: Mapping,
): AsyncIterable<RecordBatch> => {
  const form = mapping.source;
  switch (form.format) {
    case 'csv':
      return readCsv(source, file, {
        delimiter: form.delimiter ?? ',',
        encoding: form.encoding ?? 'utf-8',
        ...(form.columns === undefined ? {} : { columns: form.columns }),
      });
    case 'geojson':
      return readJson(source, file, { path: 'features', isGeoJson: true, fields: fieldsOf(mapping) });
    case 'json':
      return readJson(source, file, { path: form.path ?? '', isGeoJson: false, fields: fieldsOf(mapping) });
  }
};
