import { problemJson, type Answer, type ApiRequest, type Route } from '@allmende/http';
import { DomainError, type Clock } from '@allmende/kernel';
import type { Collection, DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { CataloguePage, CatalogueStore, FacetName } from '../catalogue/catalogue-store.ts';
import { findPublished, publishedDatasets } from '../catalogue/published.ts';
import { labelled, type Labelled, type LabelOf } from './labels.ts';
import { portalProblems } from '../problems.ts';
import { presentDataset, summarise, type Collections } from './present-dataset.ts';
import { readTenant } from '../tenant-parameter.ts';
import { readSearch, searchParameters } from './read-search.ts';
import { similarDatasets } from './similar-datasets.ts';
import { statistics } from './statistics.ts';
import { suggest, suggestionParameters } from './suggest.ts';

/** What the API asks of a store. */
type PortalReads = Pick<
  CatalogueStore,
  'find' | 'search' | 'revisions' | 'findCollection' | 'listCollections'
>;

/** What the portal's own API stands on. */
export interface PortalApiParts {
  readonly store: PortalReads;
  readonly labelOf: LabelOf;
  readonly clock: Clock;
}

const path = '/api/portal';

const json = (value: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

const byId = (collections: readonly Collection[]): Collections =>
  new Map(collections.map((collection) => [collection.id, collection]));

/** Addresses name organisations and groups readably; the catalogue keeps their ids. */
const toIds = (
  names: readonly string[] | undefined,
  collections: Collections,
): readonly string[] | undefined =>
  names?.map((name) => [...collections.values()].find((one) => one.name === name)?.id ?? name);

interface CountedValue extends Labelled {
  readonly count: number;
}

const presentFacets = (
  facets: CataloguePage['facets'],
  collections: Readonly<Partial<Record<FacetName, Collections>>>,
  labelOf: LabelOf,
): Readonly<Record<string, readonly CountedValue[]>> =>
  Object.fromEntries(
    Object.entries(facets).map(([facet, values]) => [
      facet,
      values.map(({ value, count }): CountedValue => {
        const known = Object.entries(collections).find(([name]) => name === facet)?.[1];
        if (known === undefined) return { ...labelled(value, labelOf), count };
        const { name = value, title = value } = known.get(value) ?? {};
        return { value: name, label: { de: title }, count };
      }),
    ]),
  );

const search = async ({ store, labelOf }: PortalApiParts, { query }: ApiRequest): Promise<Answer> => {
  const asked = readSearch(query);
  const [organisations, groups] = await Promise.all([
    store.listCollections(asked.tenant, 'organisation').then(byId),
    store.listCollections(asked.tenant, 'group').then(byId),
  ]);
  const { organisation, group, ...facets } = asked.facets ?? {};
  const [organisationIds, groupIds] = [toIds(organisation, organisations), toIds(group, groups)];
  const page = await store.search({
    ...asked,
    facets: {
      ...facets,
      ...(organisationIds === undefined ? {} : { organisation: organisationIds }),
      ...(groupIds === undefined ? {} : { group: groupIds }),
    },
  });
  return json({
    count: page.count,
    datasets: page.records.flatMap((record) =>
      record.kind === 'dataset' ? [summarise(record, organisations, labelOf)] : [],
    ),
    facets: presentFacets(page.facets, { organisation: organisations, group: groups }, labelOf),
  });
};

const requirePublished = async (
  store: PortalReads,
  tenant: string,
  idOrName: string,
): Promise<DatasetRecord> => {
  const record = await findPublished(store, { tenant, kind: 'dataset', idOrName });
  if (record !== undefined) return record;
  throw new DomainError(portalProblems.recordNotFound, `There is no data set ${idOrName}.`);
};

const showDataset = async (
  { store, labelOf }: PortalApiParts,
  { query, params: { idOrName = '' } }: ApiRequest,
): Promise<Answer> => {
  const tenant = readTenant(query);
  const record = await requirePublished(store, tenant, idOrName);
  const [organisations, groups, similar, revisions] = await Promise.all([
    store.listCollections(tenant, 'organisation').then(byId),
    store.listCollections(tenant, 'group').then(byId),
    similarDatasets(store, record),
    store.revisions(tenant, record.id),
  ]);
  return json(presentDataset(record, { organisations, groups, similar, revisions, labelOf }));
};

const published = { ...publishedDatasets, limit: 0, offset: 0 } as const;

const countsOf = async (
  store: PortalReads,
  tenant: string,
  facet: FacetName,
): Promise<ReadonlyMap<string, number>> => {
  const { facets } = await store.search({ ...published, tenant, count: [facet] });
  return new Map(facets[facet]?.map(({ value, count }) => [value, count]));
};

const presentCollection = (
  { id, name, title, description, imageUrl, homepage, email }: Collection,
  datasets: number,
) => ({ id, name, title, description, imageUrl, homepage, email, datasets });

const listCollections =
  (kind: Collection['kind'], member: string) =>
  async ({ store }: PortalApiParts, { query }: ApiRequest): Promise<Answer> => {
    const tenant = readTenant(query);
    const [all, counts] = await Promise.all([
      store.listCollections(tenant, kind),
      countsOf(store, tenant, kind),
    ]);
    const shown = all
      .filter(({ state }) => state === 'active')
      .map((one) => presentCollection(one, counts.get(one.id) ?? 0));
    return json({ count: shown.length, [member]: shown });
  };

const showCollection =
  (kind: Collection['kind']) =>
  async ({ store }: PortalApiParts, { query, params: { idOrName = '' } }: ApiRequest): Promise<Answer> => {
    const tenant = readTenant(query);
    const found = await store.findCollection(tenant, kind, idOrName);
    if (found?.state !== 'active')
      throw new DomainError(portalProblems.collectionNotFound, `There is no ${kind} ${idOrName}.`);
    const counts = await countsOf(store, tenant, kind);
    return json(presentCollection(found, counts.get(found.id) ?? 0));
  };

const listThemes = async ({ store, labelOf }: PortalApiParts, { query }: ApiRequest): Promise<Answer> => {
  const counts = await countsOf(store, readTenant(query), 'theme');
  const themes = [...counts].map(([theme, datasets]) => ({ ...labelled(theme, labelOf), datasets }));
  return json({ count: themes.length, themes });
};

/** What the portal's pages ask; only what is published, without a role. */
export const portalRoutes = (parts: PortalApiParts): readonly Route[] => {
  const get = (
    rest: string,
    query: readonly string[],
    handle: (parts: PortalApiParts, request: ApiRequest) => Promise<Answer>,
  ): Route => ({
    method: 'GET',
    path: `${path}/${rest}`,
    query,
    errors: problemJson,
    handle: (request) => handle(parts, request),
  });
  const ofTenant = ['tenant'];
  return [
    get('datasets', searchParameters, search),
    get('datasets/:idOrName', ofTenant, showDataset),
    get('suggestions', suggestionParameters, async ({ store }, { query }) =>
      json(await suggest(store, query)),
    ),
    get('organisations', ofTenant, listCollections('organisation', 'organisations')),
    get('organisations/:idOrName', ofTenant, showCollection('organisation')),
    get('groups', ofTenant, listCollections('group', 'groups')),
    get('groups/:idOrName', ofTenant, showCollection('group')),
    get('themes', ofTenant, listThemes),
    get('statistics', ofTenant, async ({ store, clock }, { query }) =>
      json(await statistics(store, readTenant(query), clock)),
    ),
  ];
};
