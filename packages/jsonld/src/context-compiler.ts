import { DomainError, isJsonObject } from '@allmende/kernel';
import type { CompiledContext, ContextCompiler } from './context.ts';
import { invalidContext } from './problems.ts';
import { addDefinitions, compileTerms, emptyDefinitions, type TermDefinitions } from './term-map.ts';

/** Gets a remote context document as JSON; rejects with `ld-context-not-available`. */
export type FetchDocument = (address: string) => Promise<unknown>;

export interface ContextCompilerOptions {
  readonly fetchDocument: FetchDocument;
  /** How many compiled contexts and remote documents are kept; default 500. */
  readonly capacity?: number;
}

const CORE_CONTEXT = /^https?:\/\/uri\.etsi\.org\/ngsi-ld\/v1\/ngsi-ld-core-context(-v\d+\.\d+)?\.jsonld$/;
const DEPTH_LIMIT = 8;
const PARTS_LIMIT = 50;

/** The newest core context; what answers name (CIM 009 §5.5.7). */
export const CORE_CONTEXT_ADDRESS = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.9.jsonld';

/** The core context alone; needs nothing fetched. */
export const compileCoreContext = (): CompiledContext => ({
  source: undefined,
  hasCore: true,
  ...compileTerms(emptyDefinitions()),
});

/** Forgets the oldest entry when full. */
const remember = <Value>(map: Map<string, Value>, key: string, value: Value, capacity: number): void => {
  if (map.size >= capacity) {
    const oldest = map.keys().next();
    if (oldest.done !== true) map.delete(oldest.value);
  }
  map.set(key, value);
};

class Reader {
  readonly definitions: TermDefinitions = emptyDefinitions();
  hasCore = false;
  readonly #load: FetchDocument;
  #parts = 0;

  constructor(load: FetchDocument) {
    this.#load = load;
  }

  async read(part: unknown, ancestors: readonly string[]): Promise<void> {
    this.#parts += 1;
    if (this.#parts > PARTS_LIMIT || ancestors.length > DEPTH_LIMIT) {
      throw new DomainError(
        invalidContext,
        `The context has more than ${PARTS_LIMIT} parts or is nested too deeply.`,
      );
    }
    if (Array.isArray(part)) {
      for (const child of part as unknown[]) await this.read(child, ancestors);
    } else if (typeof part === 'string') {
      await this.#readRemote(part, ancestors);
    } else if (isJsonObject(part)) {
      addDefinitions(this.definitions, part);
    } else if (part !== null && part !== undefined) {
      throw new DomainError(invalidContext, '@context must be an address, an object, or an array of them.', {
        findings: [{ pointer: '/@context', detail: `is a ${typeof part}` }],
      });
    }
  }

  async #readRemote(address: string, ancestors: readonly string[]): Promise<void> {
    if (CORE_CONTEXT.test(address)) {
      this.hasCore = true;
      return;
    }
    if (ancestors.includes(address)) {
      throw new DomainError(invalidContext, `Context ${address} includes itself.`);
    }
    if (!URL.canParse(address)) {
      throw new DomainError(invalidContext, `@context "${address}" is not an absolute address.`, {
        findings: [{ pointer: '/@context', detail: 'must be an absolute http or https address' }],
      });
    }
    const document = await this.#load(address);
    if (!isJsonObject(document) || !('@context' in document)) {
      throw new DomainError(invalidContext, `The document at ${address} has no @context.`);
    }
    await this.read(document['@context'], [...ancestors, address]);
  }
}

/** A compiler that can be told that a remote document has changed. */
export interface RefreshableContextCompiler extends ContextCompiler {
  forget(address: string): void;
  /** Forgets all that was compiled and got. */
  forgetAll(): void;
}

/** Compiles contexts and keeps the compiled ones; remote documents are got once. */
export const createContextCompiler = ({
  fetchDocument,
  capacity = 500,
}: ContextCompilerOptions): RefreshableContextCompiler => {
  const compiled = new Map<string, CompiledContext>();
  const documents = new Map<string, Promise<unknown>>();
  const load: FetchDocument = (address) => {
    const known = documents.get(address);
    if (known !== undefined) return known;
    const loading = fetchDocument(address);
    remember(documents, address, loading, capacity);
    loading.catch(() => documents.delete(address));
    return loading;
  };
  return {
    forget: (address) => {
      documents.delete(address);
      compiled.clear();
    },
    forgetAll: () => {
      documents.clear();
      compiled.clear();
    },
    compile: async (source) => {
      const key = JSON.stringify(source) ?? '';
      const known = compiled.get(key);
      if (known !== undefined) return known;
      const reader = new Reader(load);
      await reader.read(source, []);
      const { definitions, hasCore } = reader;
      const context: CompiledContext = { source, hasCore, ...compileTerms(definitions) };
      if (key.length < 10_000) remember(compiled, key, context, capacity);
      return context;
    },
  };
};
