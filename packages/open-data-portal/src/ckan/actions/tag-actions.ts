import { tagDict, tagNames, type CkanObject } from '../mapping/package-dict.ts';
import {
  isTrue,
  notFound,
  reads,
  requiredText,
  textsIn,
  wholeNumber,
  type ActionCall,
  type Actions,
} from './action.ts';
import { everyDataset, publicOnly, showPackage } from './visible-records.ts';

/** All keywords of public packages, sorted. */
const allTags = async (call: ActionCall): Promise<readonly string[]> => {
  const names = new Set<string>();
  for await (const { content } of everyDataset(call, { states: publicOnly }))
    for (const name of tagNames(content)) names.add(name);
  return [...names].sort();
};

const containing = (names: readonly string[], words: readonly string[]): readonly string[] =>
  words.length === 0
    ? names
    : names.filter((name) => words.some((part) => name.toLowerCase().includes(part.toLowerCase())));

const page = <Item>(list: readonly Item[], data: CkanObject): readonly Item[] => {
  const offset = wholeNumber(data, 'offset') ?? 0;
  const limit = wholeNumber(data, 'limit') ?? list.length;
  return list.slice(offset, offset + limit);
};

const wordsIn = (data: CkanObject): readonly string[] => [...textsIn(data['query']), ...textsIn(data['q'])];

const list = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const names = containing(await allTags(call), wordsIn(data));
  return isTrue(data['all_fields']) ? names.map(tagDict) : names;
};

const show = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const name = requiredText(data, 'id');
  const { records } = await call.catalogue.search({
    tenant: call.tenant,
    kinds: ['dataset'],
    states: publicOnly,
    facets: { keyword: [name] },
    limit: 1000,
    offset: 0,
  });
  if (records.length === 0) throw notFound('');
  if (!isTrue(data['include_datasets'])) return tagDict(name);
  const datasets = records.flatMap((record) => (record.kind === 'dataset' ? [record] : []));
  return {
    ...tagDict(name),
    packages: await Promise.all(datasets.map((record) => showPackage(call, record))),
  };
};

export const tagActions: Actions = {
  tag_list: reads('All tags of public packages. query, all_fields.', list),
  tag_show: reads('One tag. id: its name; include_datasets.', show),
  tag_search: reads('Tags that contain a word. query, limit, offset.', async (call, data) => {
    const words = wordsIn(data);
    const found = words.length === 0 ? [] : containing(await allTags(call), words);
    return { count: found.length, results: page(found, data).map(tagDict) };
  }),
  tag_autocomplete: reads(
    'The names of tags that contain a word. query, limit, offset.',
    async (call, data) => {
      const words = wordsIn(data);
      return words.length === 0 ? [] : page(containing(await allTags(call), words), { limit: 10, ...data });
    },
  ),
};
