/** What a search narrows by, in the order it is shown. */
export const facets = [
  'organisation',
  'theme',
  'format',
  'licence',
  'keyword',
  'frequency',
  'hvd',
  'group',
] as const;

export type Facet = (typeof facets)[number];

export const sorts = ['relevance', 'modified', 'title', 'created'] as const;

export type Sort = (typeof sorts)[number];

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

/** A search as the address of the page tells it. */
export interface SearchState {
  readonly text: string;
  readonly chosen: Readonly<Record<Facet, readonly string[]>>;
  readonly box: Box | undefined;
  /** Undefined for the usual order. */
  readonly sort: Sort | undefined;
  /** From 1 on. */
  readonly page: number;
}

export const pageSize = 20;

const readBox = (text: string | null): Box | undefined => {
  const [west, south, east, north, ...rest] = (text ?? '').split(',').map((part) => Number(part || 'none'));
  const all = [west, south, east, north, ...rest];
  if (west === undefined || south === undefined || east === undefined || north === undefined)
    return undefined;
  const isBox =
    all.length === 4 && all.every((value) => Number.isFinite(value)) && west <= east && south <= north;
  const isPlace =
    Math.abs(west) <= 180 && Math.abs(east) <= 180 && Math.abs(south) <= 90 && Math.abs(north) <= 90;
  return isBox && isPlace ? [west, south, east, north] : undefined;
};

const chosenIn = (parameters: URLSearchParams): SearchState['chosen'] => {
  const of = (facet: Facet): readonly string[] => [...new Set(parameters.getAll(facet))].slice(0, 50);
  return {
    organisation: of('organisation'),
    theme: of('theme'),
    format: of('format'),
    licence: of('licence'),
    keyword: of('keyword'),
    frequency: of('frequency'),
    hvd: of('hvd'),
    group: of('group'),
  };
};

/** What the address asks for; what it says wrongly is left out. */
export const readSearch = (parameters: URLSearchParams): SearchState => {
  const page = Number(parameters.get('page') ?? 1);
  const sort = parameters.get('sort');
  return {
    text: (parameters.get('text') ?? '').slice(0, 500),
    chosen: chosenIn(parameters),
    box: readBox(parameters.get('bbox')),
    sort: sorts.find((one) => one === sort),
    page: Number.isSafeInteger(page) && page > 0 && page <= 10_000 ? page : 1,
  };
};

const common = ({ text, chosen, box, sort }: SearchState): URLSearchParams => {
  const parameters = new URLSearchParams();
  if (text.trim() !== '') parameters.set('text', text);
  for (const facet of facets) for (const value of chosen[facet]) parameters.append(facet, value);
  if (box !== undefined)
    parameters.set('bbox', box.map((degrees) => String(Number(degrees.toFixed(5)))).join(','));
  if (sort !== undefined) parameters.set('sort', sort);
  return parameters;
};

/** The address of a search. */
export const writeSearch = (state: SearchState): URLSearchParams => {
  const parameters = common(state);
  if (state.page > 1) parameters.set('page', String(state.page));
  return parameters;
};

/** The same search for the server. */
export const toApi = (state: SearchState): URLSearchParams => {
  const parameters = common(state);
  parameters.set('limit', String(pageSize));
  if (state.page > 1) parameters.set('offset', String((state.page - 1) * pageSize));
  return parameters;
};

/** A value of a facet is chosen or no longer; the results begin anew. */
export const toggle = (state: SearchState, facet: Facet, value: string): SearchState => {
  const values = state.chosen[facet];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return { ...state, chosen: { ...state.chosen, [facet]: next }, page: 1 };
};

/** How many conditions there are beside the words. */
export const conditionCount = ({ chosen, box }: SearchState): number =>
  facets.reduce((sum, facet) => sum + chosen[facet].length, box === undefined ? 0 : 1);

/** The words alone. */
export const withoutConditions = (state: SearchState): SearchState => ({
  ...readSearch(new URLSearchParams()),
  text: state.text,
  sort: state.sort,
});

/** Where all data sets with this value are. */
export const datasetsWith = (facet: Facet, value: string): string =>
  `/datasets?${new URLSearchParams({ [facet]: value }).toString()}`;
