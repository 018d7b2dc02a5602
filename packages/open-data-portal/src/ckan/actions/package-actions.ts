import { hasRole } from '../../accounts/actor.ts';
import { packageDict, type CkanObject } from '../mapping/package-dict.ts';
import { showText, ckanTime } from '../mapping/values.ts';
import {
  notAuthorised,
  nowOf,
  reads,
  requiredText,
  wholeNumber,
  writes,
  type ActionCall,
  type Actions,
} from './action.ts';
import { requireMayChange, savePackage } from './save-package.ts';
import {
  everyDataset,
  findDataset,
  maySee,
  publicOnly,
  readCollections,
  showPackage,
  shownDataset,
} from './visible-records.ts';

const list = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const offset = wholeNumber(data, 'offset') ?? 0;
  const limit = wholeNumber(data, 'limit');
  const names: string[] = [];
  for await (const { name } of everyDataset(call, { states: publicOnly, sort: 'title' })) names.push(name);
  return names.sort().slice(offset, limit === undefined ? undefined : offset + limit);
};

const currentList = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const offset = wholeNumber(data, 'offset') ?? 0;
  const limit = Math.min(wholeNumber(data, 'limit') ?? 1000, 1000);
  const collections = await readCollections(call);
  const { records } = await call.catalogue.search({
    tenant: call.tenant,
    kinds: ['dataset'],
    states: publicOnly,
    sort: 'modified',
    limit,
    offset,
  });
  return records.flatMap((record) =>
    record.kind === 'dataset' ? [packageDict(record, collections.surroundings(record))] : [],
  );
};

const update = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const before = await findDataset(call, requiredText(data, 'id', 'name'));
  return showPackage(call, await savePackage(call, data, before));
};

/** Members that are given replace those that are there. */
const patch = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const before = await findDataset(call, requiredText(data, 'id'));
  requireMayChange(call, before, `edit package ${before.id}`);
  const { state: _state, private: _private, ...shown } = await showPackage(call, before);
  return showPackage(call, await savePackage(call, { ...shown, ...data, id: before.id }, before));
};

const withdraw = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const before = await findDataset(call, requiredText(data, 'id'));
  const { actor } = call;
  requireMayChange(call, before, `delete package ${before.id}`);
  await call.catalogue.replace(
    { ...before, state: 'withdrawn', version: before.version + 1, modifiedAt: nowOf(call) },
    actor?.name ?? '',
  );
  return null;
};

const purge = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const record = await findDataset(call, requiredText(data, 'id'));
  if (!hasRole(call.actor, 'admin')) throw notAuthorised(call.actor, `purge dataset ${record.id}`);
  await call.catalogue.purge(call.tenant, record.id);
  return null;
};

const autocomplete = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const q = requiredText(data, 'q');
  const { records } = await call.catalogue.search({
    tenant: call.tenant,
    kinds: ['dataset'],
    states: publicOnly,
    text: q,
    limit: Math.min(wholeNumber(data, 'limit') ?? 10, 100),
    offset: 0,
  });
  return records.map(({ name, content }) => {
    const title = showText(content.title) ?? name;
    const isByName = name.startsWith(q.toLowerCase());
    return {
      name,
      title,
      match_field: isByName ? 'name' : 'title',
      match_displayed: isByName ? name : `${title} (${name})`,
    };
  });
};

const activityType = (version: number, state: string): string =>
  version === 1 ? 'new package' : state === 'withdrawn' ? 'deleted package' : 'changed package';

const activities = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const record = await shownDataset(call, data);
  const offset = wholeNumber(data, 'offset') ?? 0;
  const limit = Math.min(wholeNumber(data, 'limit') ?? 31, 100);
  const collections = await readCollections(call);
  const revisions = await call.catalogue.revisions(call.tenant, record.id);
  return revisions
    .filter((revision) => maySee(call, revision.record))
    .slice(offset, offset + limit)
    .flatMap(({ version, at, actor, record: then }) => {
      if (then.kind !== 'dataset') return [];
      const shown = packageDict(then, collections.surroundings(then));
      const shownActor = call.actor === undefined ? '' : actor;
      return [
        {
          id: `${then.id}:${String(version)}`,
          timestamp: ckanTime(at),
          user_id: shownActor,
          object_id: then.id,
          activity_type: activityType(version, then.state),
          data: { package: shown, actor: shownActor },
        },
      ];
    });
};

export const packageActions: Actions = {
  package_list: reads('The names of all public packages. limit, offset.', list),
  current_package_list_with_resources: reads(
    'All public packages with their resources, changed last first. limit (at most 1000), offset.',
    currentList,
  ),
  package_show: reads('A package. id: its id or name.', async (call, data) =>
    showPackage(call, await shownDataset(call, data)),
  ),
  package_autocomplete: reads('Packages whose name or title fits. q, limit.', autocomplete),
  package_activity_list: reads('What was done to a package, newest first. id, limit, offset.', activities),
  package_create: writes(
    'Makes a package: name, title, notes, owner_org, resources, tags, extras, …',
    async (call, data) => showPackage(call, await savePackage(call, data, undefined)),
  ),
  package_update: writes('Replaces a package; what is left out goes. id or name.', update),
  package_patch: writes('Changes a package; what is left out stays. id.', patch),
  package_delete: writes('Withdraws a package; it can be restored. id.', withdraw),
  dataset_purge: writes('Removes a package and its revisions for good. id.', purge),
};
