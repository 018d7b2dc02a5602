import { isJsonObject } from '@allmende/kernel';
import type { DatasetRecord } from '../../catalogue/catalogue-record.ts';
import type { Distribution } from '../../catalogue/dataset.ts';
import { resourceDict, type CkanObject } from '../mapping/package-dict.ts';
import {
  invalid,
  notAuthorised,
  notFound,
  optionalText,
  reads,
  requiredText,
  textsIn,
  wholeNumber,
  writes,
  type ActionCall,
  type Actions,
} from './action.ts';
import { requireMayChange, savePackage } from './save-package.ts';
import { everyDataset, findDataset, maySee, publicOnly, showPackage } from './visible-records.ts';

interface Place {
  readonly record: DatasetRecord;
  readonly distribution: Distribution;
  readonly position: number;
}

const findResource = async ({ catalogue, tenant }: ActionCall, id: string): Promise<Place> => {
  const { records } = await catalogue.search({
    tenant,
    facets: { distribution: [id] },
    limit: 10,
    offset: 0,
  });
  for (const record of records) {
    if (record.kind !== 'dataset') continue;
    const position = record.content.distributions.findIndex((one) => one.id === id);
    const distribution = record.content.distributions[position];
    if (distribution !== undefined) return { record, distribution, position };
  }
  throw notFound('Resource was not found.');
};

const shownResource = async (call: ActionCall, data: CkanObject): Promise<Place> => {
  const id = requiredText(data, 'id');
  const place = await findResource(call, id);
  if (!maySee(call, place.record)) throw notAuthorised(call.actor, `read resource ${id}`);
  return place;
};

const resourcesOf = (shown: CkanObject): readonly CkanObject[] =>
  Array.isArray(shown['resources']) ? shown['resources'].filter(isJsonObject) : [];

/** Saves a package with other resources. */
const saveResources = async (
  call: ActionCall,
  record: DatasetRecord,
  change: (resources: readonly CkanObject[]) => readonly CkanObject[],
): Promise<DatasetRecord> => {
  const { state: _state, private: _private, ...shown } = await showPackage(call, record);
  return savePackage(call, { ...shown, resources: change(resourcesOf(shown)) }, record);
};

const resourceAt = (record: DatasetRecord, position: number): CkanObject => {
  const distribution = record.content.distributions[position];
  if (distribution === undefined) throw notFound('Resource was not found.');
  return resourceDict(record, distribution, position);
};

const create = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const packageId = requiredText(data, 'package_id');
  const record = await findDataset(call, packageId);
  requireMayChange(call, record, `create resources on dataset ${record.id}`);
  const id = optionalText(data, 'id') ?? call.newId();
  const taken = await call.catalogue.search({
    tenant: call.tenant,
    facets: { distribution: [id] },
    limit: 1,
    offset: 0,
  });
  if (taken.count > 0) throw invalid([{ pointer: 'id', detail: 'Resource id already exists.' }]);
  const saved = await saveResources(call, record, (resources) => [...resources, { ...data, id }]);
  return resourceAt(saved, saved.content.distributions.length - 1);
};

const change = async (call: ActionCall, data: CkanObject, isPatch: boolean): Promise<unknown> => {
  const id = requiredText(data, 'id');
  const { record, position } = await findResource(call, id);
  requireMayChange(call, record, `edit resource ${id}`);
  const saved = await saveResources(call, record, (resources) =>
    resources.map((one) => (one['id'] === id ? { ...(isPatch ? one : {}), ...data } : one)),
  );
  return resourceAt(saved, position);
};

const remove = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const id = requiredText(data, 'id');
  const { record } = await findResource(call, id);
  requireMayChange(call, record, `delete resource ${id}`);
  await saveResources(call, record, (resources) => resources.filter((one) => one['id'] !== id));
  return null;
};

interface Term {
  readonly field: string;
  readonly word: string;
}

const readTerm = (text: string): Term => {
  const [, field, word] = /^\s*(\w+):(.+)$/u.exec(text) ?? [];
  if (field === undefined || word === undefined)
    throw invalid([
      { pointer: 'query', detail: `Malformed query "${text.slice(0, 100)}"; write field:term` },
    ]);
  return { field, word: word.trim().toLowerCase() };
};

/** CKAN's search of resources: a part of a member, whatever its case; of the hash its beginning. */
const fits = (one: CkanObject, { field, word }: Term): boolean => {
  const value = one[field];
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : '';
  return field === 'hash' ? text.startsWith(word) : text.includes(word);
};

const search = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const terms = textsIn(data['query']).map(readTerm);
  if (terms.length === 0) throw invalid([{ pointer: 'query', detail: 'Missing value' }]);
  const offset = wholeNumber(data, 'offset') ?? 0;
  const limit = Math.min(wholeNumber(data, 'limit') ?? 1000, 1000);
  const found: CkanObject[] = [];
  for await (const record of everyDataset(call, { states: publicOnly })) {
    const resources = record.content.distributions.map((one, position) =>
      resourceDict(record, one, position),
    );
    found.push(...resources.filter((one) => terms.every((term) => fits(one, term))));
  }
  const orderBy = optionalText(data, 'order_by');
  if (orderBy !== undefined)
    found.sort((one, other) => (String(one[orderBy] ?? '') < String(other[orderBy] ?? '') ? -1 : 1));
  return { count: found.length, results: found.slice(offset, offset + limit) };
};

export const resourceActions: Actions = {
  resource_show: reads('A resource. id.', async (call, data) => {
    const { record, distribution, position } = await shownResource(call, data);
    return resourceDict(record, distribution, position);
  }),
  resource_search: reads(
    'Public resources by members. query: field:term, one or a list; order_by, offset, limit.',
    search,
  ),
  resource_view_list: reads(
    'Views of a resource; there are none, previews need no set-up here. id.',
    async (call, data) => {
      await shownResource(call, data);
      return [];
    },
  ),
  resource_create: writes('Adds a resource to a package: package_id, url, name, format, …', create),
  resource_update: writes('Replaces a resource; what is left out goes. id.', (call, data) =>
    change(call, data, false),
  ),
  resource_patch: writes('Changes a resource; what is left out stays. id.', (call, data) =>
    change(call, data, true),
  ),
  resource_delete: writes('Removes a resource. id.', remove),
};
