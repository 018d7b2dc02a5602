import { hasRole, hasRoleSomewhere } from '../../accounts/actor.ts';
import type {
  CatalogueRecord,
  Collection,
  DatasetRecord,
  RecordState,
} from '../../catalogue/catalogue-record.ts';
import type { CatalogueQuery } from '../../catalogue/catalogue-store.ts';
import { packageDict, type CkanObject, type PackageSurroundings } from '../mapping/package-dict.ts';
import { notAuthorised, notFound, requiredText, type ActionCall } from './action.ts';

/** Whether somebody may see an entry; what is withdrawn is for those who edit. */
export const maySee = ({ actor }: ActionCall, { state, organisation }: CatalogueRecord): boolean =>
  state === 'published' || hasRole(actor, state === 'withdrawn' ? 'editor' : 'reader', organisation);

/** The dataset of an id or name; only datasets are packages. */
export const findDataset = async (call: ActionCall, idOrName: string): Promise<DatasetRecord> => {
  const record = await call.catalogue.find(call.tenant, idOrName);
  if (record?.kind === 'dataset') return record;
  throw notFound('');
};

/** The dataset that `id` (or `name_or_id`) names, if the actor may see it. */
export const shownDataset = async (call: ActionCall, data: CkanObject): Promise<DatasetRecord> => {
  const id = requiredText(data, 'id', 'name_or_id');
  const record = await findDataset(call, id);
  if (!maySee(call, record)) throw notAuthorised(call.actor, `read package ${id}`);
  return record;
};

/** Organisations and groups by their ids; read once for many packages. */
export interface Collections {
  organisation(id: string | undefined): Collection | undefined;
  group(id: string): Collection | undefined;
  readonly organisations: readonly Collection[];
  readonly groups: readonly Collection[];
  surroundings(record: CatalogueRecord): PackageSurroundings;
}

export const readCollections = async ({ catalogue, tenant }: ActionCall): Promise<Collections> => {
  const [organisations, groups] = await Promise.all([
    catalogue.listCollections(tenant, 'organisation'),
    catalogue.listCollections(tenant, 'group'),
  ]);
  const byId = (list: readonly Collection[]) => new Map(list.map((one) => [one.id, one]));
  const organisationsById = byId(organisations);
  const groupsById = byId(groups);
  const organisation = (id: string | undefined): Collection | undefined =>
    id === undefined ? undefined : organisationsById.get(id);
  const group = (id: string): Collection | undefined => groupsById.get(id);
  return {
    organisations,
    groups,
    organisation,
    group,
    surroundings: (record) => {
      const office = organisation(record.organisation);
      return {
        ...(office === undefined ? {} : { organisation: office }),
        groups: record.groups.flatMap((id) => group(id) ?? []),
      };
    },
  };
};

export const showPackage = async (call: ActionCall, record: DatasetRecord): Promise<CkanObject> =>
  packageDict(record, (await readCollections(call)).surroundings(record));

const pageSize = 500;

export type Selection = Omit<CatalogueQuery, 'tenant' | 'kinds' | 'limit' | 'offset' | 'count'>;

/** All datasets that a query selects, page by page, without those that the actor may not see. */
export const everyDataset = async function* (
  call: ActionCall,
  selection: Selection,
): AsyncGenerator<DatasetRecord, void, undefined> {
  for (let offset = 0; ; offset += pageSize) {
    const { records, count } = await call.catalogue.search({
      ...selection,
      tenant: call.tenant,
      kinds: ['dataset'],
      limit: pageSize,
      offset,
    });
    for (const record of records) if (record.kind === 'dataset' && maySee(call, record)) yield record;
    if (records.length === 0 || offset + records.length >= count) return;
  }
};

export const publicOnly: readonly RecordState[] = ['published'];

/** The states that a search looks at; others than published need somebody who has a role. */
export const statesFor = (
  { actor }: ActionCall,
  asked: { readonly isPrivate: boolean; readonly isDeleted: boolean },
): readonly RecordState[] => {
  if (!hasRoleSomewhere(actor, 'reader')) return publicOnly;
  return [
    'published',
    ...(asked.isPrivate ? (['draft', 'review'] as const) : []),
    ...(asked.isDeleted ? (['withdrawn'] as const) : []),
  ];
};
