import type { Dataset, Iri } from '../../catalogue/dataset.ts';
import { findLicence } from '../../vocabularies/licences.ts';
import { agentExtras, authorAndMaintainer } from './agent-fields.ts';
import { placeAndTimeExtras } from './place-and-time-fields.ts';
import { listField, plainField, withMember, type TextField } from './text-field.ts';
import { isIri, readDate, setText, showText } from './values.ts';

type TextMember = 'geocodingDescription' | 'legalBasis' | 'provenance' | 'versionNotes';
type IriMember = 'accrualPeriodicity' | 'accessRights' | 'qualityProcess' | 'type';
type ListMember = {
  [Member in keyof Dataset]-?: Dataset[Member] extends readonly string[] ? Member : never;
}[keyof Dataset];

const textField = (key: string, member: TextMember): TextField<Dataset> =>
  plainField(
    key,
    (dataset) => showText(dataset[member]),
    (dataset, text) => withMember(dataset, member, setText(dataset[member], text)),
  );

/** ckanext-dcatde writes these texts as a list of one. */
const textListField = (key: string, member: TextMember): TextField<Dataset> => {
  const plain = textField(key, member);
  const list = listField<Dataset>(
    key,
    (dataset) => [plain.show(dataset) ?? []].flat(),
    (dataset, texts) => plain.set(dataset, texts.length === 0 ? undefined : texts.join('\n')) ?? dataset,
  );
  return { ...list, set: (dataset, text) => list.set(dataset, text) ?? plain.set(dataset, text) };
};

const iriField = (key: string, member: IriMember): TextField<Dataset> => ({
  key,
  show: (dataset) => dataset[member],
  set: (dataset, text) => (text === undefined || isIri(text) ? withMember(dataset, member, text) : undefined),
});

const dateField = (key: string, member: 'issued' | 'modified'): TextField<Dataset> => ({
  key,
  show: (dataset) => dataset[member],
  set: (dataset, text) => {
    const date = text === undefined ? undefined : readDate(text);
    return text !== undefined && date === undefined ? undefined : withMember(dataset, member, date);
  },
});

const irisField = (key: string, member: ListMember): TextField<Dataset> => {
  const list = listField<Dataset>(
    key,
    (dataset) => dataset[member],
    (dataset, iris) => ({ ...dataset, [member]: iris }),
  );
  return {
    ...list,
    set: (dataset, text) => {
      const read = list.set(dataset, text);
      return read?.[member].every(isIri) === true ? read : undefined;
    },
  };
};

/** The first of a list in one field. */
const firstField = (
  key: string,
  member: ListMember,
  isFitting: (text: string) => boolean,
): TextField<Dataset> => ({
  key,
  show: (dataset) => dataset[member][0],
  set: (dataset, text) => {
    const rest = dataset[member].slice(1);
    if (text === undefined) return { ...dataset, [member]: rest };
    return isFitting(text) ? { ...dataset, [member]: [text, ...rest] } : undefined;
  },
});

const resolution: TextField<Dataset> = {
  key: 'spatial_resolution_in_meters',
  show: ({ spatialResolutionMetres: metres }) =>
    metres === undefined ? undefined : JSON.stringify([String(metres)]),
  set: (dataset, text) => {
    const metres =
      text === undefined ? undefined : /^(?:\[\s*"?)?(\d+(?:\.\d+)?)(?:"?\s*\])?$/u.exec(text.trim())?.[1];
    if (text !== undefined && metres === undefined) return undefined;
    return withMember(dataset, 'spatialResolutionMetres', metres === undefined ? undefined : Number(metres));
  },
};

/** A licence by its address in the DCAT-AP.de list, or by another name of it. */
export const readLicence = (text: string): Iri | undefined => {
  const found = findLicence(text)?.iri;
  return found ?? (isIri(text) ? text : undefined);
};

/** CKAN has one licence for all: that of the first distribution that has one. */
export const packageLicence: TextField<Dataset> = {
  key: 'license_id',
  show: ({ distributions }) => distributions.find((one) => one.licence !== undefined)?.licence,
  set: (dataset, text) => {
    const before = packageLicence.show(dataset);
    const after = text === undefined ? undefined : readLicence(text);
    const isReadable = text === undefined || (after !== undefined && dataset.distributions.length > 0);
    if (!isReadable) return undefined;
    const distributions = dataset.distributions.map((one) =>
      one.licence === undefined || one.licence === before ? withMember(one, 'licence', after) : one,
    );
    return { ...dataset, distributions };
  },
};

/** Members of a package that are texts. */
export const packageFields: readonly TextField<Dataset>[] = [
  plainField(
    'title',
    ({ title }) => showText(title),
    (dataset, text) => ({ ...dataset, title: setText(dataset.title, text) ?? {} }),
  ),
  plainField(
    'notes',
    ({ description }) => showText(description),
    (dataset, text) => ({ ...dataset, description: setText(dataset.description, text) ?? {} }),
  ),
  firstField('url', 'landingPages', isIri),
  plainField(
    'version',
    ({ version }) => version,
    (dataset, text) => withMember(dataset, 'version', text),
  ),
  ...authorAndMaintainer,
  packageLicence,
];

/** Extras in the form of ckanext-dcat and ckanext-dcatde. */
export const extraFields: readonly TextField<Dataset>[] = [
  dateField('issued', 'issued'),
  dateField('modified', 'modified'),
  firstField('identifier', 'identifiers', () => true),
  iriField('frequency', 'accrualPeriodicity'),
  iriField('access_rights', 'accessRights'),
  iriField('dcat_type', 'type'),
  iriField('qualityProcessURI', 'qualityProcess'),
  textField('provenance', 'provenance'),
  textField('version_notes', 'versionNotes'),
  textListField('geocodingText', 'geocodingDescription'),
  textListField('legalbasisText', 'legalBasis'),
  irisField('theme', 'themes'),
  irisField('hvd_category', 'hvdCategories'),
  irisField('applicable_legislation', 'applicableLegislation'),
  irisField('contributorID', 'contributorIds'),
  irisField('language', 'languages'),
  irisField('conforms_to', 'conformsTo'),
  irisField('documentation', 'documentation'),
  irisField('related_resource', 'relations'),
  irisField('source', 'sources'),
  irisField('politicalGeocodingURI', 'politicalGeocodings'),
  firstField('politicalGeocodingLevelURI', 'politicalGeocodingLevels', isIri),
  plainField(
    'temporal_resolution',
    ({ temporalResolution }) => temporalResolution,
    (dataset, text) => withMember(dataset, 'temporalResolution', text),
  ),
  resolution,
  ...placeAndTimeExtras,
  ...agentExtras,
];
