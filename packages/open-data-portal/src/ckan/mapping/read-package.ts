import { isJsonObject } from '@allmende/kernel';
import type { DatasetRecord } from '../../catalogue/catalogue-record.ts';
import type { Dataset, Distribution } from '../../catalogue/dataset.ts';
import { emptyDistribution } from '../../catalogue/empty-content.ts';
import { withoutNobody } from './agent-fields.ts';
import { extraFields, packageFields, packageLicence, readLicence } from './dataset-fields.ts';
import { resourceDict, resourceSystemKeys, tagNames, type CkanObject } from './package-dict.ts';
import { withoutEmptyPlaces } from './place-and-time-fields.ts';
import { resourceFields } from './resource-fields.ts';
import { setField, showField, type TextField } from './text-field.ts';

/** A value as text: CKAN keeps texts, and JSON of anything else. Nothing and the empty text are no value. */
export const textOf = (value: unknown): string | undefined => {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

interface WithExtras {
  readonly extras: Readonly<Record<string, string>>;
}

/** Sets what differs from what is shown: an unchanged text keeps what the model knows beyond it. */
const setChanged = <Thing extends WithExtras>(
  fields: readonly TextField<Thing>[],
  thing: Thing,
  wanted: (key: string) => string | undefined,
): Thing => {
  const shown = fields.map((field) => showField(field, thing));
  return fields.reduce((result, field, index) => {
    const text = wanted(field.key);
    return text === shown[index] ? result : setField(result, field, text);
  }, thing);
};

const resourceKeys = new Set(resourceFields.map(({ key }) => key));

/** What does not belong to a field, as the source has it. */
const unknownTexts = (
  given: CkanObject,
  isKnown: (key: string) => boolean,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => {
      const text = textOf(value);
      return text === undefined || isKnown(key) ? [] : [[key, text] as const];
    }),
  );

const knownOnly = (extras: WithExtras['extras'], isKnown: (key: string) => boolean): WithExtras['extras'] =>
  Object.fromEntries(Object.entries(extras).filter(([key]) => isKnown(key)));

/** Dates that CKAN sets itself; left out, they stay. */
const ownDates = ['created', 'last_modified'] as const;

/** A resource as distribution; `before` is what it was. */
const readResource = (
  given: CkanObject,
  before: Distribution,
  shown: CkanObject | undefined,
): Distribution => {
  const isKnown = (key: string): boolean => resourceKeys.has(key) || resourceSystemKeys.has(key);
  const wanted = (key: string): string | undefined => {
    const text = textOf(given[key]);
    if (key === 'download_url' && text === undefined && given['access_url'] === undefined)
      return textOf(shown?.[key]) === undefined ? undefined : textOf(given['url']);
    return text;
  };
  const isUnchangedDate = (key: string): boolean =>
    ownDates.some((date) => date === key) &&
    (given[key] === undefined || textOf(given[key]) === textOf(shown?.[key]) || dateTwin(given, key));
  const fields = resourceFields.filter(({ key }) => !isUnchangedDate(key) && !isTwin(given, key, shown));
  const read = setChanged(fields, before, wanted);
  return { ...read, extras: { ...knownOnly(read.extras, isKnown), ...unknownTexts(given, isKnown) } };
};

/** ckanext-dcat's `issued` and `modified` win over CKAN's own dates. */
const dateTwin = (given: CkanObject, key: string): boolean =>
  textOf(given[key === 'created' ? 'issued' : 'modified']) !== undefined;

/** Left out, they follow CKAN's own dates if those are changed. */
const isTwin = (given: CkanObject, key: string, shown: CkanObject | undefined): boolean => {
  const own = key === 'issued' ? 'created' : key === 'modified' ? 'last_modified' : undefined;
  if (own === undefined) return false;
  const isOwnChanged = given[own] !== undefined && textOf(given[own]) !== textOf(shown?.[own]);
  return textOf(given[key]) === undefined && isOwnChanged;
};

const objectsIn = (list: unknown): readonly CkanObject[] =>
  Array.isArray(list) ? list.filter(isJsonObject) : [];

const readResources = (
  list: unknown,
  record: DatasetRecord,
  newId: () => string,
): readonly Distribution[] => {
  const before = new Map(record.content.distributions.map((one, index) => [one.id, [one, index] as const]));
  return objectsIn(list).map((given) => {
    const id = textOf(given['id']) ?? newId();
    const [known, position] = before.get(id) ?? [];
    const shown = known === undefined ? undefined : resourceDict(record, known, position ?? 0);
    return readResource(given, known ?? { id, ...emptyDistribution }, shown);
  });
};

/** Keywords that stay keep their language; new ones are German. */
const readTags = (names: readonly string[], dataset: Dataset): Dataset['keywords'] => {
  const wanted = new Set(names);
  const known = new Set(tagNames(dataset));
  if (wanted.size === known.size && [...wanted].every((name) => known.has(name))) return dataset.keywords;
  const kept = Object.fromEntries(
    Object.entries(dataset.keywords)
      .map(([language, words]) => [language, words.filter((word) => wanted.has(word))] as const)
      .filter(([, words]) => words.length > 0),
  );
  const added = [...wanted].filter((name) => !known.has(name));
  return added.length === 0 ? kept : { ...kept, de: [...(kept['de'] ?? []), ...added] };
};

const tagsIn = (given: CkanObject): readonly string[] => [
  ...objectsIn(given['tags']).flatMap(({ name }) => textOf(name) ?? []),
  ...(textOf(given['tag_string']) ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
];

const extraKeys = new Set(extraFields.map(({ key }) => key));
const topKeys = new Set(packageFields.map(({ key }) => key));

/** Extras by name; ckanext-scheming has some of ours beside them as members of the package. */
const extrasIn = (given: CkanObject): CkanObject => ({
  ...Object.fromEntries(
    [...extraKeys].filter((key) => given[key] !== undefined).map((key) => [key, given[key]]),
  ),
  ...Object.fromEntries(
    objectsIn(given['extras']).flatMap(({ key, value }) =>
      typeof key === 'string' ? [[key, value] as const] : [],
    ),
  ),
});

const isKnown = (key: string): boolean => extraKeys.has(key) || topKeys.has(key);

/** New distributions without a licence take that of the package. */
const withLicences = (
  distributions: readonly Distribution[],
  { content }: DatasetRecord,
  text: string | undefined,
): readonly Distribution[] => {
  const sample = text === undefined ? undefined : readLicence(text);
  const before = new Set(content.distributions.map(({ id }) => id));
  return distributions.map((one) =>
    one.licence === undefined && sample !== undefined && !before.has(one.id)
      ? { ...one, licence: sample }
      : one,
  );
};

/**
 * The content of a package. `record` is what it was (or an empty one): what a package does not tell, and what it tells
 * as before, stays; `packageDict` of the result tells the package again.
 */
export const readPackage = (given: CkanObject, record: DatasetRecord, newId: () => string): Dataset => {
  const before = record.content;
  const extras = extrasIn(given);
  const licence = textOf(given['license_id']);
  const distributions = withLicences(readResources(given['resources'], record, newId), record, licence);
  const start: Dataset = { ...before, distributions, keywords: readTags(tagsIn(given), before) };
  const top = setChanged(
    packageFields.filter((field) => field !== packageLicence),
    start,
    (key) => textOf(given[key]),
  );
  const isAsBefore = licence === showField(packageLicence, before) && before.distributions.length > 0;
  const licensed = isAsBefore ? top : setField(top, packageLicence, licence);
  const read = setChanged(extraFields, licensed, (key) => textOf(extras[key]));
  const tidy = withoutEmptyPlaces(withoutNobody(read));
  return { ...tidy, extras: { ...knownOnly(tidy.extras, isKnown), ...unknownTexts(extras, isKnown) } };
};
