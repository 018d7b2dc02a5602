import type { Registration, RegistrationDraft, RegistrationInfo } from '../../../api/registrations.ts';
import { withoutOwn } from '../fragment.ts';
import { badHeader, writtenPairs } from '../key-value.ts';
import { fromTimeField, toTimeField } from '../local-time.ts';
import { emptyForm, type RegistrationForm } from './registration-fields.ts';

export type RegistrationProblem =
  | 'missingOffer'
  | 'missingId'
  | 'missingAttributes'
  | 'badId'
  | 'missingOperations'
  | 'missingEndpoint'
  | 'badEndpoint'
  | 'badTenant'
  | 'badHeaders'
  | 'badSeconds'
  | 'badExpiry';

/** What is wrong with a registration, by field; a key of the texts. */
export type RegistrationProblems = Partial<Record<keyof RegistrationForm, RegistrationProblem>>;

/** Names separated by commas or lines. */
export const namesIn = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[,\n]/u)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

const parseSeconds = (text: string): number =>
  /^\s*\d+(?:[.,]\d+)?\s*$/u.test(text) ? Number(text.trim().replace(',', '.')) : Number.NaN;

const seconds = (value: unknown): string => (typeof value === 'number' ? String(value / 1000) : '');

const formOfInformation = ({
  entities = [],
  propertyNames = [],
  relationshipNames = [],
}: RegistrationInfo = {}): Partial<RegistrationForm> => {
  const [entity] = entities;
  return {
    types: [entity?.type ?? []].flat().join(', '),
    entityId: entity?.id ?? '',
    idPattern: entity?.idPattern ?? '',
    properties: propertyNames.join(', '),
    relationships: relationshipNames.join(', '),
  };
};

/** The form of a kept registration. */
export const formOfRegistration = (kept: Registration): RegistrationForm => {
  const { management = {} } = kept;
  return {
    ...emptyForm,
    ...formOfInformation(kept.information[0]),
    kept,
    name: kept.registrationName ?? '',
    description: kept.description ?? '',
    mode: kept.mode ?? 'inclusive',
    operations: kept.operations ?? ['federationOps'],
    endpoint: kept.endpoint,
    tenant: kept.tenant ?? '',
    headers: kept.contextSourceInfo ?? [],
    timeout: seconds(management['timeout']),
    cooldown: seconds(management['cooldown']),
    localOnly: management['localOnly'] === true,
    expiry: toTimeField(kept.expiresAt),
  };
};

const optional = <Value>(name: string, value: Value | undefined, isGiven = value !== undefined) =>
  isGiven ? { [name]: value } : {};

const informationOf = (form: RegistrationForm): readonly RegistrationInfo[] => {
  const [first, ...others] = form.kept?.information ?? [];
  const [, ...entities] = first?.entities ?? [];
  const types = namesIn(form.types);
  const [properties, relationships] = [namesIn(form.properties), namesIn(form.relationships)];
  const [id, idPattern] = [form.entityId.trim(), form.idPattern.trim()];
  const entity = {
    ...optional('id', id, id !== ''),
    ...optional('idPattern', idPattern, id === '' && idPattern !== ''),
    type: types.length === 1 ? (types[0] ?? '') : types,
  };
  return [
    {
      ...optional('entities', [entity, ...entities], types.length > 0),
      ...optional('propertyNames', properties, properties.length > 0),
      ...optional('relationshipNames', relationships, relationships.length > 0),
    },
    ...others,
  ];
};

const managementOf = (form: RegistrationForm): Readonly<Record<string, unknown>> => {
  const { timeout: _timeout, cooldown: _cooldown, localOnly: _local, ...rest } = form.kept?.management ?? {};
  return {
    ...rest,
    ...optional('timeout', parseSeconds(form.timeout) * 1000, form.timeout.trim() !== ''),
    ...optional('cooldown', parseSeconds(form.cooldown) * 1000, form.cooldown.trim() !== ''),
    ...optional('localOnly', true, form.localOnly),
  };
};

/** Members that the form shows; all others of the kept registration stay. */
const shownMembers: ReadonlySet<string> = new Set([
  'registrationName',
  'description',
  'information',
  'mode',
  'operations',
  'endpoint',
  'tenant',
  'contextSourceInfo',
  'management',
  'expiresAt',
]);

const expiryOf = ({ expiry, kept }: RegistrationForm): string | undefined =>
  kept?.expiresAt !== undefined && toTimeField(kept.expiresAt) === expiry
    ? kept.expiresAt
    : fromTimeField(expiry);

/** The registration of a form, however unfinished. */
export const draftOf = (form: RegistrationForm): RegistrationDraft => {
  const management = managementOf(form);
  const headers = writtenPairs(form.headers);
  const others = Object.entries(withoutOwn(form.kept ?? {})).filter(([name]) => !shownMembers.has(name));
  return {
    type: 'ContextSourceRegistration',
    ...optional('registrationName', form.name.trim(), form.name.trim() !== ''),
    ...optional('description', form.description.trim(), form.description.trim() !== ''),
    information: informationOf(form),
    mode: form.mode,
    operations: form.operations,
    endpoint: form.endpoint.trim(),
    ...optional('tenant', form.tenant.trim(), form.tenant.trim() !== ''),
    ...optional('contextSourceInfo', headers, headers.length > 0),
    ...optional('management', management, Object.keys(management).length > 0),
    ...optional('expiresAt', expiryOf(form)),
    ...Object.fromEntries(others),
  };
};

const unless = (
  isFine: boolean,
  field: keyof RegistrationForm,
  problem: RegistrationProblem,
): RegistrationProblems => (isFine ? {} : { [field]: problem });

const endpointProblems = ({ endpoint }: RegistrationForm): RegistrationProblems => {
  if (endpoint.trim() === '') return { endpoint: 'missingEndpoint' };
  const url = URL.parse(endpoint.trim());
  return unless(url !== null && /^https?:$/u.test(url.protocol), 'endpoint', 'badEndpoint');
};

/** An exclusive source holds certain attributes of certain entities (§4.3.6.3). */
const exclusiveProblems = ({ mode, ...form }: RegistrationForm): RegistrationProblems => {
  if (mode !== 'exclusive') return {};
  const names = [...namesIn(form.properties), ...namesIn(form.relationships)];
  return {
    ...unless(form.entityId.trim() !== '', 'entityId', 'missingId'),
    ...unless(names.length > 0, 'properties', 'missingAttributes'),
  };
};

const isFuture = (form: RegistrationForm): boolean => {
  const expiry = expiryOf(form);
  return form.expiry.trim() === '' || (expiry !== undefined && Date.parse(expiry) > Date.now());
};

const isEmptyOrSeconds = (text: string): boolean => text.trim() === '' || parseSeconds(text) > 0;

const problemsOf = (form: RegistrationForm): RegistrationProblems => {
  const offers = [form.types, form.properties, form.relationships].flatMap(namesIn);
  const id = form.entityId.trim();
  return {
    ...unless(offers.length > 0 && (id === '' || namesIn(form.types).length > 0), 'types', 'missingOffer'),
    ...unless(id === '' || /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/u.test(id), 'entityId', 'badId'),
    ...exclusiveProblems(form),
    ...unless(form.operations.length > 0, 'operations', 'missingOperations'),
    ...endpointProblems(form),
    ...unless(/^[A-Za-z0-9_-]{0,64}$/u.test(form.tenant.trim()), 'tenant', 'badTenant'),
    ...unless(badHeader(form.headers) === undefined, 'headers', 'badHeaders'),
    ...unless(isEmptyOrSeconds(form.timeout), 'timeout', 'badSeconds'),
    ...unless(isEmptyOrSeconds(form.cooldown), 'cooldown', 'badSeconds'),
    ...unless(isFuture(form), 'expiry', 'badExpiry'),
  };
};

/** The registration of a form, or what is wrong with it, all findings at once. */
export const toRegistration = (
  form: RegistrationForm,
): { readonly draft: RegistrationDraft } | { readonly problems: RegistrationProblems } => {
  const problems = problemsOf(form);
  return Object.keys(problems).length > 0 ? { problems } : { draft: draftOf(form) };
};
