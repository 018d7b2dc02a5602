/** A compiled `@context`: term maps both ways. Compaction of an unknown IRI answers the IRI itself. */
export interface CompiledContext {
  /** Addresses or inline text that it was compiled from, as the user gave them (for Link and body). */
  readonly source: unknown;
  /** Whether the source itself names the core context, so that answers need not add it. */
  readonly hasCore: boolean;
  /** Term or compact IRI → IRI; unknown terms go to the NGSI-LD default context. */
  expand(term: string): string;
  compact(iri: string): string;
}

/** Compiles contexts; remote ones are fetched once with limits and never from private addresses. */
export interface ContextCompiler {
  /**
   * `undefined` means core context only. `usedBy` stands for the operation: whatever it compiles, it uses once.
   * Rejects with `ld-context-not-available` or `invalid-context`.
   */
  compile(source: unknown, usedBy?: object): Promise<CompiledContext>;
}
