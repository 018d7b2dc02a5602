import { createHash } from 'node:crypto';
import { DomainError, isJsonObject, type JsonObject } from '@allmende/kernel';
import type { Collection, DatasetRecord } from '../catalogue/catalogue-record.ts';
import { datasetLicence, readDkanFacts, readTopics } from './dkan-dataset.ts';
import { readDkanResource, type ReadResource } from './dkan-resource.ts';
import { ExportFields, type FieldSummaries } from './export-fields.ts';
import { createFinding } from './finding.ts';
import { formerUrlsOf } from './former-urls.ts';
import type { EntryFindings, MoveInExport, ReadingOptions, WithheldResource } from './move-in-export.ts';
import { readDate, readTerms, readUrl, slugOf, type Term } from './notation.ts';
import { portalProblems } from '../problems.ts';
import { withProposals } from './proposals.ts';

/** What is gathered while the entries are read one by one. */
interface Reading extends ReadingOptions {
  readonly summaries: FieldSummaries;
  readonly takenIds: Set<string>;
  readonly takenNames: Set<string>;
  readonly seen: Set<string>;
  readonly withheld: WithheldResource[];
}

interface ReadEntry {
  readonly record?: DatasetRecord;
  readonly findings: EntryFindings;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Entries with fewer fields than this were exported badly. */
const fewFields = 10;

const checksumOf = (entry: JsonObject): string =>
  createHash('sha256').update(JSON.stringify(entry)).digest('hex');

const resourcesOf = (entry: JsonObject): readonly JsonObject[] => {
  const { resources } = entry;
  return Array.isArray(resources) ? resources.filter(isJsonObject) : [];
};

const asTexts = (entry: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

const readResources = (
  entry: JsonObject,
  fields: ExportFields,
  reading: Reading,
): readonly ReadResource[] => {
  const datasetId = text(entry['Dataset-ID']);
  const context = { ...reading, datasetId, licence: datasetLicence(fields) };
  const [hidden, open] = [true, false].map((isHidden) =>
    resourcesOf(entry).filter((resource) => (text(resource['Veröffentlicht?']) === '0') === isHidden),
  );
  for (const resource of hidden ?? []) {
    reading.withheld.push({ dataset: datasetId, fields: asTexts(resource) });
    const distribution = { id: text(resource['Resource-ID']), title: text(resource['Resource-Name']) };
    fields.findings.push(createFinding('resource-withheld', { distribution }));
  }
  return (open ?? []).map((resource) => readDkanResource(resource, context));
};

const nameOf = (entry: JsonObject, fields: ExportFields, { takenNames }: Reading): string => {
  const id = text(entry['Dataset-ID']);
  const wanted = slugOf(text(entry['Dataset-Name'])) || slugOf(text(entry['Title'])) || slugOf(id);
  const isTaken = takenNames.has(wanted);
  const name = isTaken
    ? slugOf(`${wanted.slice(0, 80)}-${text(entry['Node-ID']) || id.slice(0, 8)}`)
    : wanted;
  if (isTaken) fields.find('name-changed', 'Dataset-Name', name);
  takenNames.add(name);
  return name;
};

const stateOf = (fields: ExportFields): 'draft' | 'published' => {
  const isActive = (fields.see('State') ?? 'Active').toLowerCase() === 'active';
  const isOpen = !['private', 'non-public'].includes(fields.see('Public Access Level') ?? '');
  if (isActive) fields.take('State');
  if (isActive && isOpen) return 'published';
  fields.find('draft-kept', isActive ? 'Public Access Level' : 'State');
  return 'draft';
};

const organisationId = ({ key, name }: Term): string => `dkan-group-${key === '' ? slugOf(name) : key}`;
const topicId = ({ key, name }: Term): string => `dkan-topic-${key === '' ? slugOf(name) : key}`;

/** A dataset of DKAN may be of several groups; here one organisation is responsible. */
const organisationOf = (fields: ExportFields): Term | undefined => {
  const terms = fields.read('Groups', readTerms) ?? [];
  if (terms.length > 1) fields.putBack('Groups');
  return terms[0];
};

const when = (entry: JsonObject, field: string, now: number): string => {
  const date = readDate(text(entry[field]));
  return new Date(date === undefined ? now : Date.parse(date)).toISOString();
};

const weigh = (entry: JsonObject, fields: ExportFields): void => {
  if (fields.filled < fewFields) fields.find('few-fields');
  if (resourcesOf(entry).length === 0) fields.find('no-resources');
};

const readDataset = (entry: JsonObject, reading: Reading): ReadEntry => {
  const { resources: _, ...own } = entry;
  const fields = new ExportFields(own, reading);
  weigh(entry, fields);
  const identifier = text(entry['Dataset-ID']);
  const organisation = organisationOf(fields);
  const facts = readDkanFacts(fields, organisation?.name);
  const resources = readResources(entry, fields, reading);
  const state = stateOf(fields);
  const name = nameOf(entry, fields, reading);
  const formerUrls = formerUrlsOf({
    url: fields.read('URL', readUrl),
    names: [fields.take('Dataset-Name'), identifier],
    nodeId: fields.take('Node-ID'),
    resourceIds: resources.map(({ formerId }) => formerId).filter((id) => id !== ''),
  });
  const distributions = resources.map(({ distribution }) => distribution);
  const record: DatasetRecord = {
    kind: 'dataset',
    tenant: reading.tenant,
    id: identifier,
    name,
    state,
    ...(organisation === undefined ? {} : { organisation: organisationId(organisation) }),
    groups: readTopics(entry).map(topicId),
    origin: { source: 'dkan', identifier, formerUrls, checksum: checksumOf(entry) },
    version: 1,
    createdAt: when(entry, 'Created', reading.now),
    modifiedAt: when(entry, 'Modified', reading.now),
    content: { ...facts, distributions, extras: fields.extras() },
  };
  const findings = [...fields.findings, ...resources.flatMap((one) => one.findings)];
  return { record, findings: { identifier, title: facts.title['de'] ?? '', findings } };
};

const refused = (entry: JsonObject, code: 'not-a-dataset' | 'duplicate-dataset'): ReadEntry => ({
  findings: {
    identifier: text(entry['Dataset-ID']),
    title: text(entry['Title']),
    findings: [createFinding(code, { value: JSON.stringify(entry) })],
  },
});

const readEntry = (entry: unknown, reading: Reading): ReadEntry => {
  if (!isJsonObject(entry)) return refused({ entry }, 'not-a-dataset');
  const id = text(entry['Dataset-ID']);
  if (id === '' || text(entry['Title']) === '') return refused(entry, 'not-a-dataset');
  if (reading.seen.has(id)) return refused(entry, 'duplicate-dataset');
  reading.seen.add(id);
  return readDataset(entry, reading);
};

interface CollectionTerm {
  readonly kind: Collection['kind'];
  readonly id: string;
  readonly title: string;
}

const collectionsOf = (
  entries: readonly JsonObject[],
  { tenant, now }: ReadingOptions,
): readonly Collection[] => {
  const terms = entries.flatMap((entry): readonly CollectionTerm[] => [
    ...(readTerms(text(entry['Groups'])) ?? []).map((term): CollectionTerm => ({
      kind: 'organisation',
      id: organisationId(term),
      title: term.name,
    })),
    ...readTopics(entry).map((term): CollectionTerm => ({
      kind: 'group',
      id: topicId(term),
      title: term.name,
    })),
  ]);
  const at = new Date(now).toISOString();
  const byId = new Map(terms.map((term) => [term.id, term]));
  return [...byId.values()].map((term) => ({
    ...term,
    tenant,
    name: slugOf(term.title),
    description: '',
    state: 'active',
    createdAt: at,
    modifiedAt: at,
  }));
};

/**
 * Reads the export of a DKAN portal. Every filled field is mapped into the model, kept in the extras under DKAN's
 * name, or told of in the findings and the summary of fields. Refuses what is no list of datasets.
 */
export const readDkanExport = (json: unknown, options: ReadingOptions): MoveInExport => {
  if (!Array.isArray(json))
    throw new DomainError(
      portalProblems.exportNotUsable,
      'The export of DKAN has to be a JSON list of datasets.',
    );
  const objects = json.filter(isJsonObject);
  const reading: Reading = {
    ...options,
    summaries: new Map(),
    takenIds: new Set(),
    takenNames: new Set(),
    seen: new Set(),
    withheld: [],
  };
  const read = json.map((entry) => readEntry(entry, reading));
  const records = read.flatMap(({ record }) => (record === undefined ? [] : [record]));
  const proposed = withProposals(records);
  return {
    source: 'dkan',
    records: proposed.records,
    collections: collectionsOf(objects, options),
    entries: read.map(({ findings }) => ({
      ...findings,
      findings: [...findings.findings, ...(proposed.findings.get(findings.identifier) ?? [])],
    })),
    fields: [...reading.summaries.values()],
    withheld: reading.withheld,
  };
};
