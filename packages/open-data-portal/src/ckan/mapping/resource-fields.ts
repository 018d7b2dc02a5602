import type { Distribution, Iri } from '../../catalogue/dataset.ts';
import { fileTypes, formatOf } from '../../vocabularies/file-types.ts';
import { readLicence } from './dataset-fields.ts';
import { listField, plainField, withMember, type TextField } from './text-field.ts';
import { ckanTime, isIri, readDate, setText, showText } from './values.ts';

type Field = TextField<Distribution>;

const textField = (
  key: string,
  member: 'title' | 'description' | 'licenceAttributionByText' | 'rights',
): Field =>
  plainField(
    key,
    (one) => showText(one[member]),
    (one, text) => withMember(one, member, setText(one[member], text)),
  );

const iriField = (
  key: string,
  member: 'availability' | 'status' | 'compressFormat' | 'packageFormat',
): Field => ({
  key,
  show: (one) => one[member],
  set: (one, text) => (text === undefined || isIri(text) ? withMember(one, member, text) : undefined),
});

const irisField = (
  key: string,
  member: 'languages' | 'conformsTo' | 'documentation' | 'applicableLegislation',
): Field => {
  const list = listField<Distribution>(
    key,
    (one) => one[member],
    (one, iris) => ({ ...one, [member]: iris }),
  );
  return {
    ...list,
    set: (one, text) => {
      const read = list.set(one, text);
      return read?.[member].every(isIri) === true ? read : undefined;
    },
  };
};

const head = (list: readonly Iri[], iri: string | undefined): readonly Iri[] =>
  iri === undefined ? list.slice(1) : [iri, ...list.slice(1)];

/** The address of the file if there is one, else that of the page that leads to it. */
const url: Field = {
  key: 'url',
  show: (one) => one.downloadUrls[0] ?? one.accessUrls[0],
  set: (one, text) => {
    if (text !== undefined && !isIri(text)) return undefined;
    return one.downloadUrls.length > 0
      ? { ...one, downloadUrls: head(one.downloadUrls, text) }
      : { ...one, accessUrls: head(one.accessUrls, text) };
  },
};

/** Shown where it is another address than the file's; given, the `url` before it is that of the file. */
const accessUrl: Field = {
  key: 'access_url',
  show: (one) => {
    const [access] = one.accessUrls;
    return one.downloadUrls.length > 0 && access !== one.downloadUrls[0] ? access : undefined;
  },
  set: (one, text) => {
    if (text === undefined)
      return one.downloadUrls.length > 0 ? { ...one, accessUrls: head(one.accessUrls, undefined) } : one;
    if (!isIri(text)) return undefined;
    const [file] = one.accessUrls;
    const isFile = one.downloadUrls.length === 0 && file !== undefined && file !== text;
    return { ...one, accessUrls: head(one.accessUrls, text), ...(isFile ? { downloadUrls: [file] } : {}) };
  },
};

const downloadUrl: Field = {
  key: 'download_url',
  show: (one) => one.downloadUrls[0],
  set: (one, text) => {
    if (text !== undefined && !isIri(text)) return undefined;
    return { ...one, downloadUrls: head(one.downloadUrls, text) };
  },
};

const dateField = (key: string, member: 'issued' | 'modified', show: (date: string) => string): Field => ({
  key,
  show: (one) => {
    const date = one[member];
    return date === undefined ? undefined : show(date);
  },
  set: (one, text) => {
    const date = text === undefined ? undefined : readDate(text);
    return text !== undefined && date === undefined ? undefined : withMember(one, member, date);
  },
});

/** CKAN's names of formats where they are other than the codes of the EU list. */
const formatNames: Readonly<Record<string, string>> = {
  GEOJSON: 'GeoJSON',
  JSON_LD: 'JSON-LD',
  WMS_SRVC: 'WMS',
  WFS_SRVC: 'WFS',
};

const nameOfFormat = (code: string): string => formatNames[code] ?? code;

const format: Field = {
  key: 'format',
  show: (one) => {
    if (one.format === undefined) return undefined;
    const code = fileTypes.get(one.format)?.code;
    return code === undefined ? one.format : nameOfFormat(code);
  },
  set: (one, text) => {
    if (text === undefined) return withMember(one, 'format', undefined);
    const found = formatOf(text)?.iri ?? (isIri(text) ? text : undefined);
    return found === undefined ? undefined : withMember(one, 'format', found);
  },
};

const size: Field = {
  key: 'size',
  show: (one) => (one.byteSize === undefined ? undefined : String(one.byteSize)),
  set: (one, text) => {
    if (text === undefined) return withMember(one, 'byteSize', undefined);
    return /^\d{1,15}$/u.test(text) ? withMember(one, 'byteSize', Number(text)) : undefined;
  },
};

const defaultAlgorithm = 'sha256';

const algorithmName = (text: string): string | undefined =>
  /^(?:.*checksumAlgorithm_)?([A-Za-z0-9-]{2,12})$/u.exec(text)?.[1]?.toLowerCase();

const byLength: Readonly<Record<number, string>> = {
  32: 'md5',
  40: 'sha1',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
};

const hash: Field = {
  key: 'hash',
  show: (one) => one.checksum?.value,
  set: (one, text) => {
    if (text === undefined) return withMember(one, 'checksum', undefined);
    const [, named, value] = /^(?:([a-z0-9-]{2,12}):)?([0-9a-f]{8,128})$/u.exec(text) ?? [];
    if (value === undefined) return undefined;
    const algorithm = named ?? byLength[value.length] ?? one.checksum?.algorithm ?? defaultAlgorithm;
    return withMember(one, 'checksum', { algorithm, value });
  },
};

const hashAlgorithm: Field = {
  key: 'hash_algorithm',
  show: (one) => one.checksum?.algorithm,
  set: (one, text) => {
    if (one.checksum === undefined) return text === undefined ? one : undefined;
    const algorithm = text === undefined ? defaultAlgorithm : algorithmName(text);
    return algorithm === undefined ? undefined : { ...one, checksum: { ...one.checksum, algorithm } };
  },
};

const licence: Field = {
  key: 'license',
  show: (one) => one.licence,
  set: (one, text) => {
    const iri = text === undefined ? undefined : readLicence(text);
    return text !== undefined && iri === undefined ? undefined : withMember(one, 'licence', iri);
  },
};

/** Members of a resource, in the order in which they are read. */
export const resourceFields: readonly Field[] = [
  url,
  downloadUrl,
  accessUrl,
  textField('name', 'title'),
  textField('description', 'description'),
  format,
  plainField(
    'mimetype',
    ({ mediaType }) => mediaType,
    (one, text) => withMember(one, 'mediaType', text),
  ),
  size,
  hash,
  hashAlgorithm,
  licence,
  textField('licenseAttributionByText', 'licenceAttributionByText'),
  textField('rights', 'rights'),
  iriField('plannedAvailability', 'availability'),
  iriField('status', 'status'),
  iriField('compress_format', 'compressFormat'),
  iriField('package_format', 'packageFormat'),
  dateField('created', 'issued', ckanTime),
  dateField('last_modified', 'modified', ckanTime),
  dateField('issued', 'issued', (date) => date),
  dateField('modified', 'modified', (date) => date),
  irisField('language', 'languages'),
  irisField('conforms_to', 'conformsTo'),
  irisField('documentation', 'documentation'),
  irisField('applicable_legislation', 'applicableLegislation'),
];
