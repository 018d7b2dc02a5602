import type { EntityQuery, QueryNode } from '../query-language/query.ts';

/** Which kinds of query took long when they last scanned. */
export interface SlowScans {
  has(key: string): boolean;
  note(key: string, isSlow: boolean): void;
}

const maxKnown = 1000;

export const createSlowScans = (): SlowScans => {
  const keys = new Set<string>();
  return {
    has: (key) => keys.has(key),
    note: (key, isSlow) => {
      if (!isSlow) keys.delete(key);
      else if (keys.size < maxKnown || keys.has(key)) keys.add(key);
    },
  };
};

type Shape = readonly unknown[];

const shapeOf = (node: QueryNode): Shape => {
  switch (node.kind) {
    case 'and':
    case 'or':
      return [node.kind, ...node.children.map(shapeOf)];
    case 'exists':
    case 'absent':
      return [node.kind, node.path.names];
    case 'compare':
      return [node.operator, node.path.names];
  }
};

/** What queries that differ in values alone have in common: they look at the same things in the same way. */
export const kindOfQuery = (query: EntityQuery): string => {
  const { types, attributes, q, idPattern, scopeQ, geo, count } = query;
  return JSON.stringify([
    types,
    attributes,
    q === undefined ? undefined : shapeOf(q),
    [idPattern, scopeQ, geo].map((part) => part !== undefined),
    count,
  ]);
};

/** Names the scans of a tenant that take about as long. */
export const scanKey = (tenant: string, query: EntityQuery, kindOf = kindOfQuery): string =>
  `${tenant}\n${kindOf(query)}`;
