import { randomUUID } from 'node:crypto';
import {
  CORE_CONTEXT_ADDRESS,
  createContextCompiler,
  type CompiledContext,
  type ContextCompiler,
  type FetchDocument,
} from '@allmende/jsonld';
import type { Clock, Logger } from '@allmende/kernel';
import type { ContextKind, ContextStore, KeptContext } from './context-store.ts';

export const contextsPath = '/ngsi-ld/v1/jsonldContexts';

/** How often a context was used since the server started, and when last. */
export interface ContextUse {
  readonly hits: number;
  readonly lastUsedMs?: number;
}

/** The contexts that the broker knows: compiles them, keeps copies of fetched ones, counts their use (§5.13). */
export interface ContextLibrary extends ContextCompiler {
  /** Keeps a context under an id of its own; refuses one that is not valid. */
  add(tenant: string, kind: Exclude<ContextKind, 'Cached'>, document: unknown): Promise<KeptContext>;
  /** Fetches a cached context again; the old copy stays when that fails. */
  reload(context: KeptContext): Promise<void>;
  remove(context: KeptContext): Promise<void>;
  find(name: string): KeptContext | undefined;
  list(tenant: string): readonly KeptContext[];
  /** Counts uses by another process. */
  addUses(key: string, hits: number): void;
  useOf(context: KeptContext): ContextUse;
  /** Counts that a context was found in the storage. */
  countUse(context: KeptContext): void;
  /** Where a context can be had. */
  addressOf(context: KeptContext): string;
}

interface Parts {
  readonly store: ContextStore;
  readonly fetchDocument: FetchDocument;
  readonly clock: Clock;
  readonly logger: Logger;
  publicUrl(): string;
  /** Differs whenever another process has changed what the store holds; absent where none does. */
  readonly revision?: () => number;
  /** Told of each use of a context that is not the core one. */
  readonly onUse?: (key: string) => void;
}

const isCore = (address: string): boolean => address.includes('uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context');

const addressesIn = (source: unknown): readonly string[] =>
  (Array.isArray(source) ? source : [source]).filter((part): part is string => typeof part === 'string');

/** The local id in the address of a context of this broker, whatever name the broker was called by. */
const localIdIn = (address: string): string | undefined => {
  const id = address.split(`${contextsPath}/`)[1];
  // Ids that the broker makes need no encoding.
  return id === undefined || !/^[\w-]+$/u.test(id) ? undefined : id;
};

/** Contexts whose use is counted; beyond, counting starts anew. */
const maxUses = 10_000;

class Library implements ContextLibrary {
  readonly #parts: Parts;
  readonly #compiler: ReturnType<typeof createContextCompiler>;
  readonly #uses = new Map<string, ContextUse>();

  #revision: number | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#compiler = createContextCompiler({ fetchDocument: (address) => this.#load(address) });
  }

  async #load(address: string): Promise<unknown> {
    const { store } = this.#parts;
    const known = store.find(localIdIn(address) ?? address);
    return known === undefined ? this.#fetch(address) : known.document;
  }

  async #fetch(address: string): Promise<unknown> {
    const document = await this.#parts.fetchDocument(address);
    // Compiled alone, a document that is no context is refused before it is kept.
    await this.#compilerOf({ [address]: document }).compile(address);
    await this.#parts.store.put(this.#record({ tenant: '', kind: 'Cached', document, url: address }));
    return document;
  }

  /** A compiler that has some documents at hand and loads the others as usual. */
  #compilerOf(documents: Readonly<Record<string, unknown>>): ContextCompiler {
    return createContextCompiler({
      fetchDocument: (address) =>
        Object.hasOwn(documents, address) ? Promise.resolve(documents[address]) : this.#load(address),
    });
  }

  #record(context: Omit<KeptContext, 'localId' | 'createdAt'>): KeptContext {
    return { ...context, localId: randomUUID(), createdAt: new Date(this.#parts.clock.now()).toISOString() };
  }

  async compile(source: unknown): Promise<CompiledContext> {
    if (source !== undefined) this.#forgetChanged();
    const compiled = await this.#compiler.compile(source);
    for (const address of addressesIn(source)) {
      if (isCore(address)) continue;
      const key = localIdIn(address) ?? address;
      this.addUses(key, 1);
      this.#parts.onUse?.(key);
    }
    return compiled;
  }

  #forgetChanged(): void {
    const revision = this.#parts.revision?.();
    if (revision !== this.#revision) this.#compiler.forgetAll();
    this.#revision = revision;
  }

  addUses(key: string, more: number): void {
    const hits = (this.#uses.get(key)?.hits ?? 0) + more;
    if (this.#uses.size >= maxUses) this.#uses.clear();
    this.#uses.set(key, { hits, lastUsedMs: this.#parts.clock.now() });
  }

  countUse({ localId, url }: KeptContext): void {
    this.addUses(url ?? localId, 1);
  }

  async add(tenant: string, kind: Exclude<ContextKind, 'Cached'>, document: unknown): Promise<KeptContext> {
    const context = this.#record({ tenant, kind, document });
    const address = this.addressOf(context);
    await this.#compilerOf({ [address]: document }).compile(address);
    await this.#parts.store.put(context);
    return context;
  }

  async reload({ url }: KeptContext): Promise<void> {
    if (url === undefined) return;
    await this.#fetch(url);
    this.#compiler.forget(url);
  }

  async remove({ localId, url }: KeptContext): Promise<void> {
    await this.#parts.store.remove(localId);
    this.#compiler.forget(url ?? this.addressOf({ localId }));
    this.#uses.delete(url ?? localId);
  }

  find(name: string): KeptContext | undefined {
    return isCore(name) ? this.#core(name) : this.#parts.store.find(localIdIn(name) ?? name);
  }

  /** The core context is built in; it shows as a cached one (§5.13.4). */
  #core(url: string): KeptContext {
    const document = { '@context': CORE_CONTEXT_ADDRESS };
    return { ...this.#record({ tenant: '', kind: 'Cached', document, url }), localId: url };
  }

  list(tenant: string): readonly KeptContext[] {
    return this.#parts.store.list(tenant);
  }

  useOf({ localId, url }: KeptContext): ContextUse {
    return this.#uses.get(url ?? localId) ?? { hits: 0 };
  }

  addressOf({ localId, url }: Pick<KeptContext, 'localId' | 'url'>): string {
    return url ?? `${this.#parts.publicUrl()}${contextsPath}/${localId}`;
  }
}

export const createContextLibrary = (parts: Parts): ContextLibrary => new Library(parts);
