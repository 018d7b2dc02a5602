import { isJsonObject } from '@allmende/kernel';
import type { CkanObject } from '../mapping/package-dict.ts';
import { readTextList } from '../mapping/text-field.ts';
import type { SearchDocument } from './matches-solr.ts';

const objects = (list: unknown): readonly CkanObject[] =>
  Array.isArray(list) ? list.filter(isJsonObject) : [];

const texts = (...values: readonly unknown[]): readonly string[] =>
  values.flatMap((value) => {
    if (typeof value === 'string') return value === '' ? [] : [value];
    return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
  });

const plain = [
  ...[
    'id',
    'name',
    'title',
    'notes',
    'author',
    'author_email',
    'maintainer',
    'maintainer_email',
    'url',
    'version',
  ],
  ...['license_id', 'state', 'private', 'type', 'owner_org', 'metadata_created', 'metadata_modified'],
  ...['num_resources', 'num_tags', 'workflow_state'],
];

const ofResources = {
  res_name: 'name',
  res_description: 'description',
  res_format: 'format',
  res_url: 'url',
  res_type: 'resource_type',
  res_license: 'license',
} as const;

/** An extra is found as it is written; of a JSON list also each part. */
const extraValues = (value: unknown): readonly string[] => {
  const [text] = texts(value);
  return text === undefined ? [] : [text, ...(readTextList(text) ?? [])];
};

/** The fields of CKAN's search index for a package. */
export const packageDocument = (shown: CkanObject): SearchDocument => {
  const organisation = isJsonObject(shown['organization']) ? shown['organization'] : {};
  const tags = objects(shown['tags']).flatMap(({ name }) => texts(name));
  const groups = objects(shown['groups']).flatMap(({ name }) => texts(name));
  const resources = objects(shown['resources']);
  const extras = objects(shown['extras']).map(({ key, value }) => [String(key), extraValues(value)] as const);
  const document = new Map<string, readonly string[]>([
    ...extras,
    ...extras.map(([key, values]) => [`extras_${key}`, values] as const),
    ...plain.map((key) => [key, texts(shown[key])] as const),
    ...Object.entries(ofResources).map(
      ([field, key]) => [field, resources.flatMap((one) => texts(one[key]))] as const,
    ),
    ['license', texts(shown['license_title'])],
    ['title_string', texts(shown['title'])],
    ['dataset_type', texts(shown['type'])],
    ['entity_type', ['package']],
    ['capacity', [shown['private'] === true ? 'private' : 'public']],
    ['organization', texts(organisation['name'])],
    ['tags', tags],
    ['groups', groups],
  ]);
  const words = [
    'title',
    'notes',
    'name',
    'author',
    'maintainer',
    'license',
    'res_name',
    'res_description',
    'url',
  ];
  document.set('text', [
    ...words.flatMap((field) => document.get(field) ?? []),
    ...tags,
    ...groups,
    ...texts(organisation['title']),
    ...extras.flatMap(([, values]) => values),
  ]);
  return document;
};
