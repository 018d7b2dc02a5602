import type { Collection, DatasetRecord, RecordState } from '../../catalogue/catalogue-record.ts';
import type { Dataset, Distribution } from '../../catalogue/dataset.ts';
import { licences } from '../../vocabularies/licences.ts';
import { extraFields, packageFields, packageLicence } from './dataset-fields.ts';
import { resourceFields } from './resource-fields.ts';
import { showField, type TextField } from './text-field.ts';
import { ckanTime } from './values.ts';

/** An object of CKAN's API. */
export type CkanObject = Readonly<Record<string, unknown>>;

/** What a package names besides itself. */
export interface PackageSurroundings {
  readonly organisation?: Collection;
  readonly groups: readonly Collection[];
}

const textsOf = <Thing extends { readonly extras: Readonly<Record<string, string>> }>(
  fields: readonly TextField<Thing>[],
  thing: Thing,
): CkanObject => Object.fromEntries(fields.map((field) => [field.key, showField(field, thing) ?? null]));

const givenOnly = (texts: CkanObject): CkanObject =>
  Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== null));

/** Members of a resource that CKAN always has. */
const always = ['url', 'name', 'description', 'format', 'mimetype', 'size', 'hash', 'last_modified'];

const resourceKeys = new Set(resourceFields.map(({ key }) => key));

const further = (extras: Readonly<Record<string, string>>, known: ReadonlySet<string>): CkanObject =>
  Object.fromEntries(Object.entries(extras).filter(([key]) => !known.has(key)));

const sizeOf = (size: unknown): unknown =>
  typeof size === 'string' && /^\d{1,15}$/u.test(size) ? Number(size) : size;

/** Members that the portal gives a resource; what a client sends in them is not kept. */
export const resourceSystemKeys: ReadonlySet<string> = new Set([
  'id',
  'package_id',
  'position',
  'state',
  'metadata_modified',
  'datastore_active',
  'url_type',
  'resource_type',
  'mimetype_inner',
  'cache_url',
  'cache_last_updated',
  'revision_id',
  'tracking_summary',
]);

/** A distribution as CKAN's resource. */
export const resourceDict = (record: DatasetRecord, one: Distribution, position: number): CkanObject => {
  const texts = textsOf(resourceFields, one);
  const created = texts['created'] ?? ckanTime(record.createdAt);
  return {
    cache_last_updated: null,
    cache_url: null,
    datastore_active: false,
    id: one.id,
    metadata_modified: ckanTime(record.modifiedAt),
    mimetype_inner: null,
    package_id: record.id,
    position,
    resource_type: null,
    state: 'active',
    url_type: null,
    ...Object.fromEntries(always.map((key) => [key, null])),
    ...further(one.extras, resourceKeys),
    ...givenOnly(texts),
    created,
    url: texts['url'] ?? '',
    format: texts['format'] ?? '',
    description: texts['description'] ?? '',
    hash: texts['hash'] ?? '',
    size: sizeOf(texts['size']),
  };
};

const packageKeys: ReadonlySet<string> = new Set([...packageFields, ...extraFields].map(({ key }) => key));

/** Extras as CKAN lists them, by their names. */
export const extrasOf = (content: Dataset): readonly { readonly key: string; readonly value: string }[] =>
  Object.entries({ ...further(content.extras, packageKeys), ...givenOnly(textsOf(extraFields, content)) })
    .map(([key, value]) => ({ key, value: String(value) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));

/** All keywords, German first, each once. */
export const tagNames = ({ keywords }: Dataset): readonly string[] => {
  const { de = [], ...others } = keywords;
  return [...new Set([...de, ...Object.values(others).flat()])];
};

export const tagDict = (name: string): CkanObject => ({
  display_name: name,
  id: name,
  name,
  state: 'active',
  vocabulary_id: null,
});

/** What is not public is private in CKAN; a withdrawn entry is a deleted one. */
const stateOf = (state: RecordState): CkanObject => ({
  private: state === 'draft' || state === 'review',
  state: state === 'withdrawn' ? 'deleted' : 'active',
  workflow_state: state,
});

const licenceOf = (content: Dataset): CkanObject => {
  const iri = packageLicence.show(content);
  const licence = iri === undefined ? undefined : licences.get(iri);
  return {
    license_title: licence?.de ?? iri ?? null,
    ...(licence?.url === undefined ? {} : { license_url: licence.url }),
    isopen: licence?.isOpen ?? false,
  };
};

/** An organisation as packages name it. */
const organisationOf = (organisation: Collection): CkanObject => ({
  id: organisation.id,
  name: organisation.name,
  title: organisation.title,
  type: 'organization',
  description: organisation.description,
  image_url: organisation.imageUrl ?? '',
  created: ckanTime(organisation.createdAt),
  is_organization: true,
  approval_status: 'approved',
  state: organisation.state,
});

const groupOf = ({ id, name, title, description, imageUrl = '' }: Collection): CkanObject => ({
  description,
  display_name: title,
  id,
  image_display_url: imageUrl,
  name,
  title,
});

/** The language of the texts that CKAN shows is German; others stay in the record. */
export const packageDict = (record: DatasetRecord, surroundings: PackageSurroundings): CkanObject => {
  const { content } = record;
  const tags = [...tagNames(content)].sort((one, other) => (one < other ? -1 : 1));
  return {
    ...textsOf(packageFields, content),
    creator_user_id: null,
    id: record.id,
    name: record.name,
    type: 'dataset',
    ...stateOf(record.state),
    ...licenceOf(content),
    metadata_created: ckanTime(record.createdAt),
    metadata_modified: ckanTime(record.modifiedAt),
    owner_org: record.organisation ?? null,
    organization: surroundings.organisation === undefined ? null : organisationOf(surroundings.organisation),
    groups: surroundings.groups.map(groupOf),
    num_resources: content.distributions.length,
    num_tags: tags.length,
    resources: content.distributions.map((one, position) => resourceDict(record, one, position)),
    tags: tags.map(tagDict),
    extras: extrasOf(content),
    relationships_as_object: [],
    relationships_as_subject: [],
  };
};
