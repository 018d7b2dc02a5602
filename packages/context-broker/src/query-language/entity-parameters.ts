import type { CompiledContext } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import { parseGeoQuery } from './geo-query-parser.ts';
import { parseQuery } from './parser.ts';
import { invalidParameter, queryProblems } from './problems.ts';
import type { EntityQuery } from './query.ts';
import { compilePattern } from './safe-pattern.ts';
import { parseScopeQuery } from './scope-query-parser.ts';
import { parseTypeSelection } from './type-selection-parser.ts';

/** Query parameters by name, from the address or from a Query body (§5.2.23); lists are comma-separated. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** Parameters that select entities; shared by entity and temporal queries. */
export const selectionParameters = [
  'id',
  'idPattern',
  'type',
  'attrs',
  'q',
  'scopeQ',
  'georel',
  'geometry',
  'coordinates',
  'geoproperty',
  'expandValues',
  'csf',
  'local',
  'limit',
  'offset',
  'count',
] as const;

/** Parameters that shape the answer. */
export const presentationParameters = ['pick', 'omit', 'lang', 'options', 'format'] as const;

const defaultLimit = 20;
const maxLimit = 1000;

/** The address's parameters by name; one given twice is refused. */
export const parametersOf = (query: URLSearchParams): Parameters => {
  for (const name of new Set(query.keys())) {
    if (query.getAll(name).length > 1) throw invalidParameter(name, 'given more than once');
  }
  return Object.fromEntries(query);
};

/** A comma-separated list; undefined when absent, refused when it holds nothing. */
export const listOf = (given: Parameters, name: string): readonly string[] | undefined => {
  const text = given[name];
  if (text === undefined) return undefined;
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw invalidParameter(name, 'a comma-separated list is expected');
  return items;
};

const expandAll = (
  names: readonly string[] | undefined,
  context: CompiledContext,
): readonly string[] | undefined => names?.map((name) => context.expand(name));

/** Reads what to look for; refuses an unfiltered query (§5.7.2.4). */
export const parseSelection = (given: Parameters, context: CompiledContext): EntityQuery => {
  if (given['csf'] !== undefined)
    throw new DomainError(queryProblems.unsupported, 'csf: context sources are not supported');
  const { idPattern, type, q, scopeQ } = given;
  const hasFilter = [
    type,
    given['attrs'],
    given['pick'],
    q,
    scopeQ,
    given['georel'],
    given['id'],
    idPattern,
  ].some((value) => value !== undefined);
  if (!hasFilter && given['local'] !== 'true') {
    throw new DomainError(
      queryProblems.tooBroad,
      'one of id, type, attrs, pick, q, scopeQ, georel or local=true is needed',
    );
  }
  if (idPattern !== undefined) compilePattern(idPattern, 'idPattern');
  const expandValues = listOf(given, 'expandValues');
  const { georel, geometry, coordinates, geoproperty } = given;
  return withoutUndefined({
    ids: listOf(given, 'id'),
    idPattern,
    types: type === undefined ? undefined : parseTypeSelection(type, context),
    attributes: expandAll(listOf(given, 'attrs') ?? pickedAttributes(given), context),
    q:
      q === undefined
        ? undefined
        : parseQuery(q, context, expandValues === undefined ? {} : { expandValues }),
    scopeQ: scopeQ === undefined ? undefined : parseScopeQuery(scopeQ),
    geo: parseGeoQuery({ georel, geometry, coordinates, geoproperty }, context),
    ...parsePaging(given),
  });
};

const entityMembers: ReadonlySet<string> = new Set([
  'id',
  'type',
  'scope',
  '@id',
  '@type',
  'createdAt',
  'modifiedAt',
]);

/** pick selects entities like attrs does (§4.21), unless it names only members that every entity has. */
export const pickedAttributes = (given: Parameters): readonly string[] | undefined => {
  const picked = listOf(given, 'pick')?.filter((name) => !entityMembers.has(name));
  return picked === undefined || picked.length === 0 ? undefined : picked;
};

type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** Leaves out members without a value. */
const withoutUndefined = <Value extends object>(value: Value): Defined<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<Value>;

const parsePaging = (
  given: Parameters,
): { readonly limit: number; readonly offset: number; readonly count: boolean } => {
  const isCounting = parseFlag(given, 'count') || optionsOf(given).has('count');
  const limit = parseWhole(given, 'limit') ?? defaultLimit;
  if (limit > maxLimit) {
    throw new DomainError(
      queryProblems.tooMany,
      `limit: at most ${String(maxLimit)} entities are given at once`,
    );
  }
  if (limit === 0 && !isCounting) throw invalidParameter('limit', '0 is only allowed with count');
  return { limit, offset: parseWhole(given, 'offset') ?? 0, count: isCounting };
};

const parseWhole = (given: Parameters, name: string): number | undefined => {
  const text = given[name];
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/u.test(text)) throw invalidParameter(name, 'a whole number is expected');
  return Number(text);
};

/** A parameter that is true or false; absent means false. */
export const parseFlag = (given: Parameters, name: string): boolean => {
  const text = given[name] ?? 'false';
  if (text !== 'true' && text !== 'false') throw invalidParameter(name, 'true or false is expected');
  return text === 'true';
};

/** The values of `options` and `format` (§6.3.7, §6.3.11). */
export const optionsOf = (given: Parameters): ReadonlySet<string> =>
  new Set([...(listOf(given, 'options') ?? []), ...(listOf(given, 'format') ?? [])]);

/** How entities are to be written; names as the user gave them. */
export interface Presentation {
  readonly format: 'normalized' | 'concise' | 'keyValues';
  readonly sysAttrs: boolean;
  readonly lang?: string;
  readonly pick?: readonly string[];
  readonly omit?: readonly string[];
  readonly attrs?: readonly string[];
}

const formats: Readonly<Record<string, Presentation['format']>> = {
  normalized: 'normalized',
  concise: 'concise',
  keyValues: 'keyValues',
  simplified: 'keyValues',
};

const asStored: Presentation = { format: 'normalized', sysAttrs: false };

/** Reads how to answer; unknown options are refused. */
export const parsePresentation = (given: Parameters): Presentation => {
  if (presentationParameters.every((name) => given[name] === undefined) && given['attrs'] === undefined) {
    return asStored;
  }
  const options = optionsOf(given);
  const unknown = [...options].find(
    (option) => !Object.hasOwn(formats, option) && option !== 'sysAttrs' && option !== 'count',
  );
  if (unknown !== undefined) throw invalidParameter('options', `"${unknown}" is unknown`);
  const asked = [...new Set([...options].flatMap((option) => formats[option] ?? []))];
  if (asked.length > 1) throw invalidParameter('options', 'only one format can be given');
  return withoutUndefined({
    format: asked[0] ?? 'normalized',
    sysAttrs: options.has('sysAttrs'),
    lang: given['lang'],
    pick: listOf(given, 'pick'),
    omit: listOf(given, 'omit'),
    attrs: listOf(given, 'attrs'),
  });
};
