import type { JsonObject } from '@allmende/kernel';
import type { Distribution, Iri } from '../catalogue/dataset.ts';
import { availabilityOf, formatOf, languageOf, licenceIri, statusOf } from './dkan-vocabularies.ts';
import { ExportFields, type FieldSummaries } from './export-fields.ts';
import type { Finding } from './finding.ts';
import { toMarkdown, toPlainText } from './html-to-markdown.ts';
import { readTerms, readUrl } from './notation.ts';

/** What the resources of a dataset share. */
export interface ResourceContext {
  readonly summaries: FieldSummaries;
  /** Licence of the dataset, for resources without one. */
  readonly licence: Iri | undefined;
  /** Ids that are taken by resources of other datasets. */
  readonly takenIds: Set<string>;
  readonly datasetId: string;
}

export interface ReadResource {
  readonly distribution: Distribution;
  readonly findings: readonly Finding[];
  /** The id that it had; addresses of the old portal hold it. */
  readonly formerId: string;
}

/** Reads a term such as `"deutsch" (228)` through a list, or the plain word. */
export const termThrough =
  (find: (text: string) => Iri | undefined) =>
  (text: string): Iri | undefined => {
    const [only, ...others] = readTerms(text) ?? [{ name: text, key: '' }];
    return only === undefined || others.length > 0 ? undefined : find(only.name);
  };

/** Text of an editor; what Markdown cannot carry stays in the extras as well. */
export const takeText = (fields: ExportFields, name: string): string | undefined => {
  const text = fields.take(name);
  if (text === undefined) return undefined;
  const { markdown, lost } = toMarkdown(text);
  if (lost.length > 0 || markdown === '') fields.putBack(name);
  if (lost.length > 0) fields.find('markup-lost', name, lost.join(', '));
  return markdown === '' ? undefined : markdown;
};

const isDead = (fields: ExportFields): boolean => {
  const status = Number(fields.see('HTTP-Responsecode') ?? '200');
  return fields.see('Prüfung OK?') === '0' || (status >= 400 && status !== 405);
};

const addressParts = (fields: ExportFields): Pick<Distribution, 'accessUrls' | 'downloadUrls'> => {
  const address = fields.read('Resource-Url', readUrl);
  if (address === undefined) {
    fields.find('address-missing', 'Resource-Url');
    return { accessUrls: [], downloadUrls: [] };
  }
  if (isDead(fields)) {
    const answer = fields.see('HTTP-Responsecode') ?? '–';
    fields.find('dead-link', 'Resource-Url', `${address} (HTTP ${answer})`);
  }
  const isStored = ['uploaded', 'remote_file'].includes(fields.see('Resource-Typ-Detail') ?? '');
  const isFile = formatOf(fields.see('Format') ?? '')?.isFile === true;
  return {
    accessUrls: [address],
    downloadUrls: isFile && (isStored || endsWithFile(address)) ? [address] : [],
  };
};

const endsWithFile = (address: string): boolean =>
  /\.(csv|xlsx?|ods|pdf|json|geojson|kml|gml|gpkg|xml|zip|png|jpe?g|ics|txt)$/iu.test(
    new URL(address).pathname,
  );

const licenceParts = (
  fields: ExportFields,
  fallback: Iri | undefined,
): Pick<Distribution, 'licence' | 'licenceAttributionByText'> => {
  const own = fields.read('DD License', termThrough(licenceIri), 'unknown-value');
  if (own !== undefined && fallback !== undefined && own !== fallback)
    fields.find('licence-differs', 'DD License');
  const licence = own ?? fallback;
  if (licence === undefined) fields.find('licence-missing', 'DD License');
  const text = toPlainText(fields.take('DD Licensetext') ?? '');
  if (text === '') fields.putBack('DD Licensetext');
  return {
    ...(licence === undefined ? {} : { licence }),
    ...(text === '' ? {} : { licenceAttributionByText: { de: text } }),
  };
};

const formatParts = (fields: ExportFields): Pick<Distribution, 'format' | 'mediaType'> => {
  const format = fields.read('Format', formatOf, 'unknown-value');
  if (format === undefined) return {};
  return {
    format: format.format,
    ...(format.mediaType === undefined ? {} : { mediaType: format.mediaType }),
  };
};

const listed = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

const descriptiveParts = (fields: ExportFields): Partial<Distribution> => {
  const title = fields.take('Resource-Name');
  const description = takeText(fields, 'Beschreibung');
  const rights = fields.take('DD Rights');
  const availability = fields.read('DD Availability', termThrough(availabilityOf), 'unknown-value');
  const status = fields.read('DD Status', termThrough(statusOf), 'unknown-value');
  return {
    ...(title === undefined ? {} : { title: { de: title } }),
    ...(description === undefined ? {} : { description: { de: description } }),
    ...(rights === undefined ? {} : { rights: { de: rights } }),
    ...(availability === undefined ? {} : { availability }),
    ...(status === undefined ? {} : { status }),
  };
};

const dropOrdinaryFields = (fields: ExportFields): void => {
  fields.dropOrdinary('Sticky', '0');
  fields.dropOrdinary('Startseite', '0');
  fields.dropOrdinary('Veröffentlicht?', '1');
  fields.dropOrdinary('Resource-Path', fields.see('Resource-Url'));
};

/** Resources of several datasets are exported once for each; ids are unique here. */
const takeId = (fields: ExportFields, { takenIds, datasetId }: ResourceContext): string => {
  const former = fields.take('Resource-ID') ?? `${datasetId}-${fields.see('Lfd-Nr') ?? 'resource'}`;
  const isTaken = takenIds.has(former);
  const id = isTaken ? `${former}-${datasetId.slice(0, 8)}` : former;
  takenIds.add(id);
  if (isTaken) {
    fields.putBack('Resource-ID');
    fields.find('resource-id-repeated', 'Resource-ID');
  }
  return id;
};

/** One resource of DKAN as a distribution. */
export const readDkanResource = (entry: JsonObject, context: ResourceContext): ReadResource => {
  const formerId = String(entry['Resource-ID'] ?? '');
  const fields = new ExportFields(entry, {
    summaries: context.summaries,
    distribution: { id: formerId, title: String(entry['Resource-Name'] ?? '') },
  });
  const id = takeId(fields, context);
  dropOrdinaryFields(fields);
  const parts = {
    ...descriptiveParts(fields),
    ...addressParts(fields),
    ...formatParts(fields),
    ...licenceParts(fields, context.licence),
    languages: listed(fields.read('DD Res.Lang.', termThrough(languageOf), 'unknown-value')),
    conformsTo: listed(fields.read('DD ConformsTo', readUrl)),
  };
  return {
    distribution: {
      id,
      ...parts,
      documentation: [],
      applicableLegislation: [],
      accessServices: [],
      extras: fields.extras(),
    },
    findings: fields.findings,
    formerId,
  };
};
