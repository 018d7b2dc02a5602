import type { CompiledContext } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import { parseGeoQuery } from './geo-query-parser.ts';
import { isName } from '../entities/entity-parser.ts';
import { isUri } from '../entities/value-parser.ts';
import { isPlainQuery, parseLinkedQuery } from './parser.ts';
import { invalidOption, invalidParameter, queryProblems } from './problems.ts';
import { parseProjection, type Projection } from './projection-parser.ts';
import type { EntityQuery, EntitySelector, LinkedNode } from './query.ts';
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
  'jsonKeys',
  'csf',
  'local',
  'limit',
  'offset',
  'count',
] as const;

/** Parameters that shape the answer. */
export const presentationParameters = ['pick', 'omit', 'lang', 'options', 'format', 'datasetId'] as const;

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

/** What to look for; `linkedQ` is a q that follows links and has to be resolved before a store is asked. */
export interface Selection extends EntityQuery {
  readonly linkedQ?: LinkedNode;
}

const isSystemName = (name: string | undefined): boolean =>
  name === 'createdAt' || name === 'modifiedAt' || name === 'deletedAt' || name === 'expiresAt';

/** Whether a q names nothing but what the broker itself writes. */
const isSystemQuery = (q: string): boolean =>
  [...q.matchAll(/([^;|(){}=<>~!"\s]+)(?:[=<>~!][^;|]*)?/gu)].every(([, name]) => isSystemName(name));

/** A query must say something that narrows it (§5.7.2.4); what every entity has does not. */
const refuseTooBroad = (given: Parameters): void => {
  const { type, q } = given;
  const picked = projectionOf(given, 'pick')?.map(({ name }) => name) ?? [];
  const attributes = listOf(given, 'attrs') ?? picked.filter((name) => !entityMembers.has(name));
  const isNarrow =
    type !== undefined ||
    attributes.some((name) => !isSystemName(name)) ||
    (q !== undefined && !isSystemQuery(q)) ||
    given['scopeQ'] !== undefined ||
    given['georel'] !== undefined ||
    given['local'] === 'true';
  if (isNarrow) return;
  throw new DomainError(
    queryProblems.tooBroad,
    'one of type, attrs, pick, q, scopeQ, georel or local=true is needed',
  );
};

const typesOf = ({ type, local }: Parameters, context: CompiledContext): EntityQuery['types'] => {
  if (type !== '*') return type === undefined ? undefined : parseTypeSelection(type, context);
  if (local === 'false') throw invalidParameter('local', 'cannot be false with type=*');
  return undefined;
};

const idsOf = (given: Parameters): readonly string[] | undefined => {
  const ids = listOf(given, 'id');
  if (ids?.every(isUri) === false) throw invalidParameter('id', 'a list of URIs is expected');
  return ids;
};

/** Selectors that differ in more than one member; only a Query in a body can have some. */
const selectorsOf = (
  { entities }: Parameters,
  context: CompiledContext,
): readonly EntitySelector[] | undefined => {
  if (entities === undefined) return undefined;
  return (JSON.parse(entities) as readonly Parameters[]).map((info) => {
    const { idPattern } = info;
    if (idPattern !== undefined) compilePattern(idPattern, 'idPattern');
    const ids = idsOf(info);
    return withoutUndefined({
      ids,
      idPattern: ids === undefined ? idPattern : undefined,
      types: typesOf(info, context),
    });
  });
};

const refuseNames = (parameter: string, names: readonly string[] = []): void => {
  const wrong = names.find((name) => !isName(name) || name === 'id' || name === 'type');
  if (wrong !== undefined) throw invalidParameter(parameter, `"${wrong}" is not an attribute name`);
};

/** Reads what to look for; refuses an unfiltered query (§5.7.2.4). */
export const parseSelection = (given: Parameters, context: CompiledContext): Selection => {
  // Which sources are asked is no matter of what is here; the distribution heeds csf.
  if (given['csf'] !== undefined) parseLinkedQuery(given['csf'], context);
  const { idPattern, q, scopeQ } = given;
  refuseTooBroad(given);
  refuseNames('attrs', listOf(given, 'attrs'));
  if (idPattern !== undefined) compilePattern(idPattern, 'idPattern');
  // Values that are no names are never expanded, whatever else is said of them.
  const plain = new Set(listOf(given, 'jsonKeys'));
  const expandValues = listOf(given, 'expandValues')?.filter((name) => !plain.has(name));
  const { georel, geometry, coordinates, geoproperty } = given;
  const node =
    q === undefined
      ? undefined
      : parseLinkedQuery(q, context, expandValues === undefined ? {} : { expandValues });
  const ids = idsOf(given);
  return withoutUndefined({
    ids,
    idPattern: ids === undefined ? idPattern : undefined,
    types: typesOf(given, context),
    selectors: selectorsOf(given, context),
    attributes: expandAll(listOf(given, 'attrs') ?? pickedAttributes(given), context),
    ...(node === undefined || isPlainQuery(node) ? { q: node } : { linkedQ: node }),
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

/** pick selects entities like attrs does (§4.21), unless it names a member that every entity has. */
export const pickedAttributes = (given: Parameters): readonly string[] | undefined => {
  const names = projectionOf(given, 'pick')?.map(({ name }) => name);
  return names === undefined || names.some((name) => entityMembers.has(name)) ? undefined : names;
};

const projectionOf = (given: Parameters, parameter: 'pick' | 'omit'): Projection | undefined => {
  const text = given[parameter];
  return text === undefined ? undefined : parseProjection(parameter, text);
};

type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** Leaves out members without a value. */
const withoutUndefined = <Value extends object>(value: Value): Defined<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<Value>;

const limitRange = `a number from 1 to ${String(maxLimit)} is allowed`;

/** Which part of a list is asked for (§5.5.9). */
export const parsePaging = (
  given: Parameters,
): { readonly limit: number; readonly offset: number; readonly count: boolean } => {
  const isCounting = parseFlag(given, 'count') || optionsOf(given).has('count');
  const limit = parseWhole(given, 'limit') ?? defaultLimit;
  if (limit > maxLimit) {
    throw new DomainError(
      queryProblems.tooMany,
      `limit: ${limitRange}; the rest is on the next pages (offset)`,
    );
  }
  if (limit === 0 && !isCounting) throw invalidParameter('limit', `${limitRange}, or 0 with count=true`);
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
  /** Instances of attributes that are shown; `@none` is the default instance (§4.5.5). */
  readonly datasetIds?: readonly string[];
  /** pick and omit with what they say of linked entities (§4.21). */
  readonly projections?: { readonly pick?: Projection; readonly omit?: Projection };
}

const formats: Readonly<Record<string, Presentation['format']>> = {
  normalized: 'normalized',
  concise: 'concise',
  keyValues: 'keyValues',
  simplified: 'keyValues',
};

const asStored: Presentation = { format: 'normalized', sysAttrs: false };

/** The representation: `format` goes before what `options` say (§6.3.7). */
const parseFormat = (given: Parameters): Presentation['format'] => {
  const { format } = given;
  const options = listOf(given, 'options') ?? [];
  const unknown = options.find(
    (option) => !Object.hasOwn(formats, option) && option !== 'sysAttrs' && option !== 'count',
  );
  if (unknown !== undefined) throw invalidOption('options', unknown);
  if (format !== undefined) return formats[format] ?? refuseFormat(format);
  const asked = [...new Set(options.flatMap((option) => formats[option] ?? []))];
  if (asked.length > 1) throw invalidParameter('options', 'only one format can be given');
  return asked[0] ?? 'normalized';
};

const refuseFormat = (format: string): never => {
  throw invalidOption('format', format);
};

const refuseContradictions = ({ pick, omit, attrs }: Presentation): void => {
  if (attrs !== undefined && (pick !== undefined || omit !== undefined))
    throw invalidParameter('attrs', 'cannot be given together with pick or omit');
  const both = pick?.find((name) => omit?.includes(name));
  if (both !== undefined) throw invalidParameter('omit', `"${both}" is in pick as well`);
};

/** The one datasetId that a deletion names; `@none` is the default instance (§6.7.3.2). */
export const parseDatasetId = ({ datasetId }: Parameters): string | undefined => {
  if (datasetId === undefined || datasetId === '@none' || isUri(datasetId)) return datasetId;
  throw invalidParameter('datasetId', 'a URI is expected');
};

const parseDatasetIds = (given: Parameters): readonly string[] | undefined => {
  const ids = listOf(given, 'datasetId');
  if (ids?.every((id) => id === '@none' || isUri(id)) === false)
    throw invalidParameter('datasetId', 'a list of URIs or @none is expected');
  return ids;
};

/** Reads how to answer; unknown options are refused. */
export const parsePresentation = (given: Parameters): Presentation => {
  if (presentationParameters.every((name) => given[name] === undefined) && given['attrs'] === undefined) {
    return asStored;
  }
  const [pick, omit] = [projectionOf(given, 'pick'), projectionOf(given, 'omit')];
  const presentation = withoutUndefined({
    format: parseFormat(given),
    sysAttrs: optionsOf(given).has('sysAttrs'),
    lang: given['lang'],
    pick: pick?.map(({ name }) => name),
    omit: omit?.filter(({ nested }) => nested === undefined).map(({ name }) => name),
    attrs: listOf(given, 'attrs'),
    datasetIds: parseDatasetIds(given),
    projections: pick === undefined && omit === undefined ? undefined : withoutUndefined({ pick, omit }),
  });
  refuseContradictions(presentation);
  return presentation;
};
