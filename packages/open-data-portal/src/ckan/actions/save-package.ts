import { isJsonObject, type Finding } from '@allmende/kernel';
import { hasRole } from '../../accounts/actor.ts';
import type { Collection, DatasetRecord, RecordState } from '../../catalogue/catalogue-record.ts';
import type { CkanObject } from '../mapping/package-dict.ts';
import { emptyDataset } from '../../catalogue/empty-content.ts';
import { readPackage } from '../mapping/read-package.ts';
import {
  invalid,
  isTrue,
  missing,
  nameFinding,
  notAuthorised,
  nowOf,
  optionalText,
  type ActionCall,
} from './action.ts';

const tagFindings = (given: CkanObject): readonly Finding[] => {
  const tags = Array.isArray(given['tags']) ? given['tags'].filter(isJsonObject) : [];
  return tags.flatMap(({ name }) => {
    if (typeof name !== 'string' || name === '') return [{ pointer: 'tags', detail: missing }];
    if (name.length < 2) return [{ pointer: 'tags', detail: `Tag "${name}" length is less than minimum 2` }];
    return name.length > 100
      ? [{ pointer: 'tags', detail: `Tag "${name.slice(0, 20)}…" length is more than maximum 100` }]
      : [];
  });
};

const listFindings = (given: CkanObject): readonly Finding[] =>
  ['tags', 'resources', 'extras', 'groups'].flatMap((key) => {
    const value = given[key];
    if (value === undefined || value === null) return [];
    const isList = Array.isArray(value) && value.every((one) => isJsonObject(one));
    return isList ? [] : [{ pointer: key, detail: 'Only lists of dicts can be placed against subschema' }];
  });

const extraFindings = (given: CkanObject): readonly Finding[] => {
  const extras = Array.isArray(given['extras']) ? given['extras'].filter(isJsonObject) : [];
  const keys = extras.map(({ key }) => key);
  if (keys.some((key) => typeof key !== 'string' || key === ''))
    return [{ pointer: 'extras', detail: missing }];
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  return twice === undefined
    ? []
    : [{ pointer: 'extras', detail: `There is a duplicate key "${String(twice)}"` }];
};

/** Texts as CKAN wants them. */
const textFindings = (given: CkanObject): readonly Finding[] =>
  ['title', 'notes', 'url', 'version', 'author', 'maintainer', 'license_id'].flatMap((key) => {
    const value = given[key];
    const isText = value === undefined || value === null || typeof value === 'string';
    if (!isText) return [{ pointer: key, detail: 'Must be a Unicode string value' }];
    return key === 'version' && (value ?? '').length > 100
      ? [{ pointer: key, detail: 'Version must be a maximum of 100 characters long' }]
      : [];
  });

const find = async (
  { catalogue, tenant }: ActionCall,
  kind: Collection['kind'],
  idOrName: string,
): Promise<Collection | undefined> => {
  const found = await catalogue.findCollection(tenant, kind, idOrName);
  return found?.state === 'active' ? found : undefined;
};

interface Belongings {
  readonly organisation?: string;
  readonly groups: readonly string[];
  readonly findings: readonly Finding[];
}

/** Members that an update leaves out stay: the organisation and the groups. */
const readBelongings = async (
  call: ActionCall,
  given: CkanObject,
  before: DatasetRecord,
): Promise<Belongings> => {
  const findings: Finding[] = [];
  const wanted = given['owner_org'] === undefined ? before.organisation : optionalText(given, 'owner_org');
  const organisation = wanted === undefined ? undefined : await find(call, 'organisation', wanted);
  if (wanted !== undefined && organisation === undefined)
    findings.push({ pointer: 'owner_org', detail: 'Organization does not exist' });
  const belonging = organisation === undefined ? {} : { organisation: organisation.id };
  if (!Array.isArray(given['groups'])) return { ...belonging, groups: before.groups, findings };
  const groups: string[] = [];
  for (const one of given['groups'].filter(isJsonObject)) {
    const name = optionalText(one, 'id') ?? optionalText(one, 'name') ?? '';
    const group = await find(call, 'group', name);
    if (group === undefined) findings.push({ pointer: 'groups', detail: `Group not found: ${name}` });
    else groups.push(group.id);
  }
  return { ...belonging, groups: [...new Set(groups)], findings };
};

const isHidden = (given: CkanObject): boolean => isTrue(given['private']) || given['state'] === 'draft';

/**
 * Who may publish publishes; what others write waits for a review by a second person. What CKAN calls private, or a
 * draft, is a draft. A package that says nothing of it stays as it is.
 */
const stateAfter = (
  given: CkanObject,
  before: DatasetRecord | undefined,
  mayPublish: boolean,
): RecordState => {
  if (given['state'] === 'deleted') return 'withdrawn';
  if (isHidden(given)) return before?.state === 'review' ? 'review' : 'draft';
  const isSilent = given['private'] === undefined && given['state'] === undefined;
  if (before !== undefined && isSilent) return before.state;
  if (before?.state === 'published' || mayPublish) return 'published';
  return 'review';
};

const idRule = /^[\w-]{2,100}$/u;

/** What a create begins with. */
const blankRecord = (call: ActionCall, given: CkanObject): DatasetRecord => ({
  tenant: call.tenant,
  id: optionalText(given, 'id') ?? call.newId(),
  name: optionalText(given, 'name') ?? '',
  kind: 'dataset',
  state: 'draft',
  groups: [],
  version: 0,
  createdAt: nowOf(call),
  modifiedAt: nowOf(call),
  content: emptyDataset,
});

const nameFindings = async (call: ActionCall, record: DatasetRecord): Promise<readonly Finding[]> => {
  if (record.name === '') return [{ pointer: 'name', detail: missing }];
  const finding = nameFinding(record.name);
  if (finding !== undefined) return [finding];
  const taken = await call.catalogue.find(call.tenant, record.name);
  return taken === undefined || taken.id === record.id
    ? []
    : [{ pointer: 'name', detail: 'That URL is already in use.' }];
};

/** An id is new only in a create, and is one that an address can have. */
const idFindings = async (call: ActionCall, { id, version }: DatasetRecord): Promise<readonly Finding[]> => {
  if (version > 0) return [];
  if (!idRule.test(id)) return [{ pointer: 'id', detail: 'Invalid id provided' }];
  const taken = await call.catalogue.find(call.tenant, id);
  return taken === undefined ? [] : [{ pointer: 'id', detail: 'Dataset id already exists' }];
};

const resourceIdFindings = (given: CkanObject): readonly Finding[] => {
  const resources = Array.isArray(given['resources']) ? given['resources'].filter(isJsonObject) : [];
  const ids = resources.flatMap((one) => optionalText(one, 'id') ?? []);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  const bad = ids.find((id) => !idRule.test(id));
  if (twice !== undefined) return [{ pointer: 'resources', detail: `Resource id ${twice} is there twice` }];
  return bad === undefined ? [] : [{ pointer: 'resources', detail: 'Invalid id provided' }];
};

const findingsOf = async (
  call: ActionCall,
  given: CkanObject,
  record: DatasetRecord,
): Promise<readonly Finding[]> => [
  ...(await idFindings(call, record)),
  ...(await nameFindings(call, record)),
  ...listFindings(given),
  ...textFindings(given),
  ...tagFindings(given),
  ...extraFindings(given),
  ...resourceIdFindings(given),
];

/** Refuses what the actor may not do to a package that is there. */
export const requireMayChange = ({ actor }: ActionCall, record: DatasetRecord, deed: string): void => {
  const least = record.state === 'published' || record.state === 'withdrawn' ? 'publisher' : 'editor';
  if (!hasRole(actor, least, record.organisation)) throw notAuthorised(actor, deed);
};

/** Makes a package, or replaces `before` by what is given. */
export const savePackage = async (
  call: ActionCall,
  given: CkanObject,
  before: DatasetRecord | undefined,
): Promise<DatasetRecord> => {
  const { actor, catalogue } = call;
  const base = before ?? blankRecord(call, given);
  const deed = before === undefined ? 'create packages' : `edit package ${before.id}`;
  if (actor === undefined) throw notAuthorised(actor, deed);
  if (before !== undefined) requireMayChange(call, before, deed);
  const { findings, ...belongings } = await readBelongings(call, given, base);
  if (findings.length === 0 && !hasRole(actor, 'editor', belongings.organisation))
    throw notAuthorised(actor, deed);
  const named: DatasetRecord = { ...base, name: optionalText(given, 'name') ?? base.name };
  const all = [...findings, ...(await findingsOf(call, given, named))];
  if (all.length > 0) throw invalid(all);
  const { organisation: _, ...rest } = named;
  const mayPublish = hasRole(actor, 'publisher', belongings.organisation);
  const title = optionalText(given, 'title') ?? named.name;
  const record: DatasetRecord = {
    ...rest,
    ...belongings,
    state: stateAfter(given, before, mayPublish),
    version: base.version + 1,
    modifiedAt: nowOf(call),
    content: readPackage({ ...given, title }, named, call.newId),
  };
  if (before === undefined) await catalogue.insert(record, actor.name);
  else await catalogue.replace(record, actor.name);
  return record;
};
