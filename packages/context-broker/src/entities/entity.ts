/** The eight kinds of NGSI-LD attribute (CIM 009 §4.5). */
export type AttributeKind =
  | 'Property'
  | 'GeoProperty'
  | 'Relationship'
  | 'LanguageProperty'
  | 'VocabProperty'
  | 'JsonProperty'
  | 'ListProperty'
  | 'ListRelationship';

/** Expanded attribute name → its instances, one per datasetId (the default instance has none). */
export type Attributes = Readonly<Record<string, readonly AttributeInstance[]>>;

/**
 * One attribute instance, names expanded to IRIs, times as ISO 8601 UTC text.
 * `value` holds what the kind calls value, object, languageMap, vocab, json, valueList or objectList;
 * for Relationship/ListRelationship IRIs, for VocabProperty expanded IRIs (one or an array).
 */
export interface AttributeInstance {
  readonly kind: AttributeKind;
  readonly value: unknown;
  readonly datasetId?: string;
  readonly observedAt?: string;
  readonly unitCode?: string;
  /** Expanded datatype of the value (§4.5.2). */
  readonly valueType?: string;
  /** Expanded type of a relationship's target. */
  readonly objectType?: string | readonly string[];
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly instanceId?: string;
  /** When the instance goes by itself (§4.22). */
  readonly expiresAt?: string;
  /** What an `ngsildproof` seals (§4.5.2.2). */
  readonly sealed?: { readonly entityIdSealed?: string; readonly entityTypeSealed?: string };
  readonly sub?: Attributes;
}

/** An entity as the store keeps it (this very JSON): names and types expanded (CIM 009 §4.5.1). */
export interface Entity {
  readonly id: string;
  readonly types: readonly string[];
  readonly scopes?: readonly string[];
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** When the entity goes by itself (§4.22). */
  readonly expiresAt?: string;
  readonly attributes: Attributes;
}

/** What a committed write changed; `before` is absent for a creation, `after` for a deletion. */
export interface EntityChange {
  readonly tenant: string;
  readonly entityId: string;
  readonly before?: Entity;
  readonly after?: Entity;
  /** Expanded names of attributes created, updated or deleted. */
  readonly changedAttributes: readonly string[];
  readonly at: string;
}
