import { hasRole } from '../../accounts/actor.ts';
import type { Collection } from '../../catalogue/catalogue-record.ts';
import { packageDict, type CkanObject } from '../mapping/package-dict.ts';
import {
  invalid,
  isTrue,
  missing,
  nameFinding,
  notAuthorised,
  notFound,
  optionalText,
  reads,
  requiredText,
  textsIn,
  wholeNumber,
  writes,
  type Action,
  type ActionCall,
  type Actions,
} from './action.ts';
import { collectionDict, readCollection } from './collection-dict.ts';
import { publicOnly, readCollections } from './visible-records.ts';

type Kind = Collection['kind'];

const word = (kind: Kind): 'organization' | 'group' => (kind === 'organisation' ? 'organization' : 'group');

const find = async (call: ActionCall, kind: Kind, data: CkanObject): Promise<Collection> => {
  const id = requiredText(data, 'id');
  const found = await call.catalogue.findCollection(call.tenant, kind, id);
  if (found === undefined) throw notFound('');
  return found;
};

const facetOf = (kind: Kind) => (kind === 'organisation' ? 'organisation' : 'group');

const countOf = async ({ catalogue, tenant }: ActionCall, { kind, id }: Collection): Promise<number> => {
  const { count } = await catalogue.search({
    tenant,
    kinds: ['dataset'],
    states: publicOnly,
    facets: { [facetOf(kind)]: [id] },
    limit: 0,
    offset: 0,
  });
  return count;
};

const packagesOf = async (
  call: ActionCall,
  { kind, id }: Collection,
  limit: number,
): Promise<readonly CkanObject[]> => {
  const collections = await readCollections(call);
  const { records } = await call.catalogue.search({
    tenant: call.tenant,
    kinds: ['dataset'],
    states: publicOnly,
    facets: { [facetOf(kind)]: [id] },
    sort: 'modified',
    limit,
    offset: 0,
  });
  return records.flatMap((record) =>
    record.kind === 'dataset' ? [packageDict(record, collections.surroundings(record))] : [],
  );
};

const show = async (call: ActionCall, data: CkanObject, kind: Kind): Promise<unknown> => {
  const one = await find(call, kind, data);
  if (one.state === 'deleted' && !hasRole(call.actor, 'admin')) throw notFound('');
  const shown = collectionDict(one, await countOf(call, one));
  const packages = isTrue(data['include_datasets']) ? { packages: await packagesOf(call, one, 1000) } : {};
  return { ...shown, ...packages, users: [], groups: [], tags: [] };
};

const byKey = (data: CkanObject): ((one: CkanObject, other: CkanObject) => number) => {
  const [, key = 'title', direction = 'asc'] =
    /^\s*(name|title|package_count)(?:\s+(asc|desc))?\s*$/u.exec(optionalText(data, 'sort') ?? 'title asc') ??
    [];
  const sign = direction === 'desc' ? -1 : 1;
  const before = (left: unknown, right: unknown): boolean =>
    typeof left === 'number' && typeof right === 'number' ? left < right : String(left) < String(right);
  return (one, other) => (one[key] === other[key] ? 0 : before(one[key], other[key]) ? -sign : sign);
};

const list = async (call: ActionCall, data: CkanObject, kind: Kind): Promise<unknown> => {
  const wanted = textsIn(data[kind === 'organisation' ? 'organizations' : 'groups']);
  const active = (await call.catalogue.listCollections(call.tenant, kind)).filter(
    ({ state }) => state === 'active',
  );
  const chosen =
    wanted.length === 0
      ? active
      : active.filter(({ name, id }) => wanted.includes(name) || wanted.includes(id));
  const shown = await Promise.all(chosen.map(async (one) => collectionDict(one, await countOf(call, one))));
  const offset = wholeNumber(data, 'offset') ?? 0;
  const limit = wholeNumber(data, 'limit') ?? shown.length;
  const page = shown.sort(byKey(data)).slice(offset, offset + limit);
  return isTrue(data['all_fields']) ? page : page.map(({ name }) => name);
};

const requireAdmin = ({ actor }: ActionCall, deed: string, organisation?: string): void => {
  if (!hasRole(actor, 'admin', organisation)) throw notAuthorised(actor, deed);
};

/** What is wrong with the name that it would have. */
const checkName = async (
  call: ActionCall,
  kind: Kind,
  name: string,
  before: Collection | undefined,
): Promise<void> => {
  const finding = name === '' ? { pointer: 'name', detail: missing } : nameFinding(name);
  if (finding !== undefined) throw invalid([finding]);
  const taken = await call.catalogue.findCollection(call.tenant, kind, name);
  if (taken === undefined || taken.id === before?.id) return;
  const noun = kind === 'organisation' ? 'Organization' : 'Group';
  throw invalid([{ pointer: 'name', detail: `${noun} name already exists in database` }]);
};

const create = async (call: ActionCall, data: CkanObject, kind: Kind): Promise<unknown> => {
  requireAdmin(call, `create ${word(kind)}s`);
  await checkName(call, kind, optionalText(data, 'name') ?? '', undefined);
  const collection = readCollection(call, data, { kind, id: optionalText(data, 'id') ?? call.newId() });
  await call.catalogue.insertCollection(collection);
  return collectionDict(collection, 0);
};

const replace = async (call: ActionCall, data: CkanObject, before: Collection): Promise<unknown> => {
  const { kind, id, createdAt } = before;
  requireAdmin(call, `edit ${word(kind)} ${id}`, kind === 'organisation' ? id : undefined);
  const name = optionalText(data, 'name') ?? before.name;
  await checkName(call, kind, name, before);
  const collection = readCollection(call, { ...data, name }, { kind, id, createdAt });
  await call.catalogue.replaceCollection(collection);
  return collectionDict(collection, await countOf(call, collection));
};

const update = async (call: ActionCall, data: CkanObject, kind: Kind): Promise<unknown> =>
  replace(call, data, await find(call, kind, data));

const patch = async (call: ActionCall, data: CkanObject, kind: Kind): Promise<unknown> => {
  const before = await find(call, kind, data);
  return replace(call, { ...collectionDict(before, 0), ...data }, before);
};

const remove = async (call: ActionCall, data: CkanObject, kind: Kind): Promise<unknown> => {
  const one = await find(call, kind, data);
  requireAdmin(call, `delete ${word(kind)} ${one.id}`, kind === 'organisation' ? one.id : undefined);
  if (kind === 'organisation' && (await ownedBy(call, one)) > 0)
    throw invalid([{ pointer: 'id', detail: 'Organization cannot be deleted while it still has datasets' }]);
  await call.catalogue.replaceCollection({ ...one, state: 'deleted' });
  return null;
};

const purge = async (call: ActionCall, data: CkanObject, kind: Kind): Promise<unknown> => {
  const one = await find(call, kind, data);
  requireAdmin(call, `purge ${word(kind)} ${one.id}`);
  if (kind === 'organisation' && (await ownedBy(call, one)) > 0)
    throw invalid([{ pointer: 'id', detail: 'Organization cannot be purged while it still has datasets' }]);
  await call.catalogue.purgeCollection(call.tenant, kind, one.id);
  return null;
};

/** How many entries of any state belong to an organisation. */
const ownedBy = async ({ catalogue, tenant }: ActionCall, { id }: Collection): Promise<number> =>
  (
    await catalogue.search({
      tenant,
      facets: { organisation: [id] },
      states: ['draft', 'review', 'published'],
      limit: 0,
      offset: 0,
    })
  ).count;

/** What the actor may do something with: of the asked permission, or what they may edit. */
const listForUser = async (call: ActionCall, data: CkanObject, kind: Kind): Promise<unknown> => {
  const permission = optionalText(data, 'permission') ?? 'edit_group';
  const least = permission === 'read' ? 'reader' : permission === 'create_dataset' ? 'editor' : 'admin';
  const active = (await call.catalogue.listCollections(call.tenant, kind)).filter(
    ({ state }) => state === 'active',
  );
  const own = active.filter(({ id }) => hasRole(call.actor, least, kind === 'organisation' ? id : undefined));
  return Promise.all(
    own.map(async (one) => ({
      ...collectionDict(one, await countOf(call, one)),
      capacity: hasRole(call.actor, 'admin', one.id)
        ? 'admin'
        : hasRole(call.actor, 'editor', one.id)
          ? 'editor'
          : 'member',
    })),
  );
};

const packages = async (call: ActionCall, data: CkanObject, kind: Kind): Promise<unknown> =>
  packagesOf(call, await find(call, kind, data), Math.min(wholeNumber(data, 'limit') ?? 1000, 1000));

type Work = (call: ActionCall, data: CkanObject, kind: Kind) => Promise<unknown>;

const actionsOf = (kind: Kind): Actions => {
  const noun = word(kind);
  const of =
    (work: Work): Action['run'] =>
    (call, data) =>
      work(call, data, kind);
  return {
    [`${noun}_list`]: reads(
      `The names of all ${noun}s. all_fields, sort, limit, offset, ${noun}s.`,
      of(list),
    ),
    [`${noun}_show`]: reads(`One ${noun}. id: its id or name; include_datasets.`, of(show)),
    [`${noun}_list_for_user`]: reads(`The ${noun}s that you may edit. permission.`, of(listForUser)),
    [`${noun}_package_show`]: reads(`The public packages of one ${noun}. id, limit.`, of(packages)),
    [`${noun}_create`]: writes(`Makes one ${noun}: name, title, description, image_url.`, of(create)),
    [`${noun}_update`]: writes(`Replaces one ${noun}. id.`, of(update)),
    [`${noun}_patch`]: writes(`Changes one ${noun}; what is left out stays. id.`, of(patch)),
    [`${noun}_purge`]: writes(`Removes one ${noun} for good. id.`, of(purge)),
    [`${noun}_delete`]: writes(`Deletes one ${noun}. id.`, of(remove)),
  };
};

export const collectionActions: Actions = {
  ...actionsOf('organisation'),
  ...actionsOf('group'),
};
