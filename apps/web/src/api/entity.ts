/** An entity in simplified form: attributes with their plain values (§4.5.4). */
export interface Entity {
  readonly id: string;
  readonly type: string;
  readonly [attribute: string]: unknown;
}

/** One attribute in normalized form (§4.5.1). */
export interface NormalizedAttribute {
  readonly type: string;
  readonly value?: unknown;
  readonly object?: unknown;
  readonly unitCode?: string;
  readonly observedAt?: string;
  readonly [subAttribute: string]: unknown;
}
