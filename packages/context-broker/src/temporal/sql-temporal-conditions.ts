import type { AttributeInstance, Attributes, Entity } from '../entities/entity.ts';
import { matchesGeo } from '../query-language/geometry.ts';
import { matchesNode } from '../query-language/matches.ts';
import type { EntityQuery, QueryNode } from '../query-language/query.ts';
import { currentEntries, hasPast, streamPast, type HistorySource } from './sql-history-reader.ts';
import type { Subject } from './sql-current-entity.ts';
import { isInInterval, timeOf } from './temporal-query.ts';
import type { TemporalQuery } from './temporal-store.ts';

interface Judging {
  readonly source: HistorySource;
  readonly subject: Subject;
  readonly query: TemporalQuery;
}

/**
 * What an attribute was within the interval. An instance that is valid now and carries no such time, like the
 * location of a building, was so all along.
 */
function* instancesWithin(judging: Judging, attribute: string): Generator<AttributeInstance> {
  const { source, subject, query } = judging;
  for (const instance of subject.stored?.instancesOf(attribute) ?? []) {
    const ms = timeOf(instance, query.property);
    if (ms === undefined || isInInterval(ms, query)) yield instance;
  }
  const selection = { pk: subject.pk, query: { ...query, attributes: [attribute] } };
  for (const { instance } of streamPast(source, selection)) yield instance;
}

const holding = ({ subject }: Judging, attributes: Attributes): Entity => ({
  id: subject.id,
  types: subject.types,
  createdAt: subject.current?.createdAt ?? '',
  modifiedAt: subject.current?.modifiedAt ?? '',
  attributes,
});

/** Every single comparison holds if some instance in the interval fulfils it (§5.7.4.4). */
const holds = (judging: Judging, node: QueryNode): boolean => {
  switch (node.kind) {
    case 'and':
      return node.children.every((child) => holds(judging, child));
    case 'or':
      return node.children.some((child) => holds(judging, child));
    default:
      return isFulfilled(judging, node);
  }
};

type SingleNode = Extract<QueryNode, { readonly path: unknown }>;

const isFulfilled = (judging: Judging, node: SingleNode): boolean => {
  const attribute = node.path.names[0] ?? '';
  let isPresent = false;
  for (const instance of instancesWithin(judging, attribute)) {
    if (matchesNode(holding(judging, { [attribute]: [instance] }), node)) return true;
    isPresent = true;
  }
  return !isPresent && matchesNode(holding(judging, {}), node);
};

const isThere = (judging: Judging, geo: NonNullable<EntityQuery['geo']>): boolean => {
  for (const { value } of instancesWithin(judging, geo.geoproperty)) {
    if (matchesGeo(value, geo)) return true;
  }
  return false;
};

const hasInstance = ({ source, subject, query }: Judging): boolean =>
  currentEntries(subject.stored, query).length > 0 || hasPast(source, { pk: subject.pk, query });

/** Whether an entity has something to show in the interval and fulfils the conditions in it. */
export const fulfils = (judging: Judging, { attributes, q, geo }: EntityQuery): boolean =>
  hasInstance(judging) &&
  (attributes === undefined || hasInstance({ ...judging, query: { ...judging.query, attributes } })) &&
  (q === undefined || holds(judging, q)) &&
  (geo === undefined || isThere(judging, geo));
