/** A comparison value of the q language (§4.9): number, text, boolean, time, URI, range or list. */
export type QueryValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'time'; readonly value: string }
  | { readonly kind: 'uri'; readonly value: string }
  | { readonly kind: 'range'; readonly from: QueryValue; readonly to: QueryValue }
  | { readonly kind: 'list'; readonly values: readonly QueryValue[] };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | '~=' | '!~=';

/** `a.b.c[d.e]`: attribute, sub-attributes (expanded) and the trailing path inside the value. */
export interface AttributePath {
  readonly names: readonly string[];
  readonly trailing: readonly string[];
}

export type QueryNode =
  | { readonly kind: 'exists'; readonly path: AttributePath }
  /** `!attribute`: there is no such attribute. */
  | { readonly kind: 'absent'; readonly path: AttributePath }
  | {
      readonly kind: 'compare';
      readonly path: AttributePath;
      readonly operator: Comparison;
      readonly value: QueryValue;
    }
  | { readonly kind: 'and' | 'or'; readonly children: readonly QueryNode[] };

/** A condition on the entity that a relationship leads to (§4.9), which is resolved before a store is asked. */
export type LinkedNode =
  | Exclude<QueryNode, { readonly kind: 'and' | 'or' }>
  | { readonly kind: 'and' | 'or'; readonly children: readonly LinkedNode[] }
  | {
      readonly kind: 'linked';
      readonly path: AttributePath;
      /** Expanded types, one of which the linked entity has. */
      readonly types?: readonly string[];
      readonly condition: LinkedNode;
    };

export type GeoRelation = 'near' | 'within' | 'contains' | 'overlaps' | 'intersects' | 'equals' | 'disjoint';

/** §4.10. Distances in metres; coordinates WGS84 longitude, latitude. */
export interface GeoQuery {
  readonly relation: GeoRelation;
  readonly minDistance?: number;
  readonly maxDistance?: number;
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
  /** Expanded name; default https://uri.etsi.org/ngsi-ld/location. */
  readonly geoproperty: string;
}

/** Entity type selection (§4.17) in disjunctive form: one of the lists must be carried wholly. */
export type TypeSelection = readonly (readonly string[])[];

/** scopeQ (§4.19): parsed alternatives; see scope-query-parser.ts. */
export type ScopeQuery =
  | { readonly kind: 'and' | 'or'; readonly children: readonly ScopeQuery[] }
  | { readonly kind: 'scope'; readonly segments: readonly string[]; readonly subtree: boolean };

/** Which entities are meant, by id and type; all given parts must hold. */
export interface EntitySelector {
  readonly ids?: readonly string[];
  readonly idPattern?: string;
  readonly types?: TypeSelection;
}

/** What to look for; every part is optional, all given parts must hold. */
export interface EntityQuery extends EntitySelector {
  /** Alternatives, one of which must hold as well (§5.2.23); what is common to all may be told beside them. */
  readonly selectors?: readonly EntitySelector[];
  /** Expanded names: the entity has at least one of them. */
  readonly attributes?: readonly string[];
  readonly q?: QueryNode;
  readonly scopeQ?: ScopeQuery;
  readonly geo?: GeoQuery;
  readonly limit: number;
  readonly offset: number;
  readonly count?: boolean;
}
