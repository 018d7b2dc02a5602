import type { CompiledContext } from '@allmende/jsonld';
import { idSegment } from '../entities/answer.ts';
import type { Parameters } from '../query-language/entity-parameters.ts';
import type { TypeSelection } from '../query-language/query.ts';
import { fitsEntity } from '../registrations/matches-registration.ts';
import type { Share, Subject } from './plan-read.ts';
import type { SourceCall } from './source-caller.ts';
import type { SourceTerms } from './source-terms.ts';
import type { Wording } from './wording.ts';

/** What a source is asked for, in the terms of one share. */
export interface ReadOrder {
  readonly share: Share;
  readonly subject: Subject;
  /** The filters of the request as it gave them (q, scopeQ, georel …); none when sources shall not filter (§5.7.2.4). */
  readonly filters: Parameters;
  readonly terms: SourceTerms;
  readonly wording: Wording;
  /** The map that the source made before of what it is asked for. */
  readonly entityMap?: string;
}

/** Which entities of the order: some by id, or a page of them. */
export interface ReadPage {
  readonly ids?: readonly string[];
  readonly limit: number;
  readonly offset: number;
  readonly count?: boolean;
}

/** Filters that hold names of the request's context, so that another context cannot express them. */
const worded: ReadonlySet<string> = new Set(['q', 'expandValues', 'geoproperty']);

/** The filters that the source applies itself. */
export const filtersFor = ({ filters, wording }: Pick<ReadOrder, 'filters' | 'wording'>): Parameters =>
  wording.isThatOfRequest
    ? filters
    : Object.fromEntries(Object.entries(filters).filter(([name]) => !worded.has(name)));

const joined = (values: readonly string[] | undefined): string | undefined =>
  values === undefined || values.length === 0 ? undefined : values.join(',');

const typeText = (selection: TypeSelection, { compact }: CompiledContext): string =>
  selection
    .map((all) => all.map(compact).join(';'))
    .map((text) => (text.includes(';') && selection.length > 1 ? `(${text})` : text))
    .join(',');

/** The types to ask for: those asked that the source has, else those that it has. */
const typesOf = ({ share, subject }: ReadOrder): TypeSelection | undefined => {
  const { entities } = share;
  if (subject.types !== undefined) {
    return subject.types.filter(
      (all) => entities === undefined || entities.some((info) => fitsEntity(info, { types: [all] })),
    );
  }
  if (entities === undefined || entities.some(({ types }) => types.includes('*'))) return undefined;
  return [...new Set(entities.flatMap(({ types }) => types))].map((type) => [type]);
};

const idsOf = ({ share, subject }: ReadOrder): readonly string[] | undefined => {
  const { entities } = share;
  if (subject.ids !== undefined)
    return subject.ids.filter(
      (id) => entities === undefined || entities.some((info) => fitsEntity(info, { ids: [id] })),
    );
  const ids = entities?.flatMap(({ id }) => id ?? []);
  return ids !== undefined && ids.length > 0 && ids.length === entities?.length ? ids : undefined;
};

const patternOf = ({ share, subject }: ReadOrder): string | undefined => {
  const [only, ...others] = share.entities ?? [];
  return subject.idPattern ?? (others.length === 0 ? only?.idPattern : undefined);
};

/** Leaves out parameters without a value. */
const given = (parameters: Parameters): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** What selects entities, as parameters of a query. */
export const selectionOf = (order: ReadOrder, ids = idsOf(order)): Readonly<Record<string, string>> => {
  const { context } = order.wording;
  const types = typesOf(order);
  const attrs = joined(order.share.attributes?.map(context.compact));
  const type = types === undefined ? undefined : typeText(types, context);
  return given({
    type: type ?? (attrs === undefined && Object.keys(order.filters).length === 0 ? '*' : undefined),
    id: joined(ids),
    idPattern: ids === undefined ? patternOf(order) : undefined,
    attrs,
    ...filtersFor(order),
  });
};

const paging = ({ limit, offset, count }: ReadPage): Readonly<Record<string, string>> =>
  given({
    limit: String(limit),
    offset: offset === 0 ? undefined : String(offset),
    count: count === true ? 'true' : undefined,
  });

/** Query parameters as a Query object (§5.2.23). */
const queryBody = (selection: Readonly<Record<string, string>>): unknown => {
  const { type, id, idPattern, attrs, q, scopeQ, expandValues, ...geo } = selection;
  const selector = {
    ...(type === undefined ? {} : { type }),
    ...(idPattern === undefined ? {} : { idPattern }),
  };
  const ids = id?.split(',');
  const { coordinates, ...geoQ } = geo;
  return {
    type: 'Query',
    entities: ids === undefined ? [selector] : ids.map((one) => ({ id: one, ...selector })),
    ...(attrs === undefined ? {} : { attrs: attrs.split(',') }),
    ...(q === undefined ? {} : { q }),
    ...(scopeQ === undefined ? {} : { scopeQ }),
    ...(expandValues === undefined ? {} : { expandValues: expandValues.split(',') }),
    ...(coordinates === undefined
      ? {}
      : { geoQ: { ...geoQ, coordinates: JSON.parse(coordinates) as unknown } }),
  };
};

/** How a source is to be called, whatever it is asked for. */
export const mannersOf = ({ terms, wording, entityMap }: ReadOrder) => ({
  terms,
  wording,
  ...(entityMap === undefined ? {} : { entityMap }),
});

/** The call that asks a source for entities with the operation that it offers. */
export const readCall = (order: ReadOrder, page: ReadPage): SourceCall => {
  const { share, wording } = order;
  const manners = mannersOf(order);
  const ids = page.ids ?? idsOf(order);
  const [id = ''] = ids ?? [];
  const sysAttrs = { options: 'sysAttrs' };
  switch (share.operation) {
    case 'retrieveEntity': {
      const attrs = joined(share.attributes?.map(wording.context.compact));
      const parameters = given({ attrs, ...sysAttrs });
      return { method: 'GET', path: `/entities/${idSegment(id)}`, parameters, ...manners };
    }
    case 'queryBatch':
      return {
        method: 'POST',
        path: '/entityOperations/query',
        parameters: { ...paging(page), ...sysAttrs },
        body: queryBody(selectionOf(order, ids)),
        ...manners,
      };
    default:
      return {
        method: 'GET',
        path: '/entities',
        parameters: { ...selectionOf(order, ids), ...paging(page), ...sysAttrs },
        ...manners,
      };
  }
};
