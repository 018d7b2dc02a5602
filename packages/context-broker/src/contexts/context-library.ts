import { randomUUID } from 'node:crypto';
import {
  CORE_CONTEXT_ADDRESS,
  createContextCompiler,
  type CompiledContext,
  type ContextCompiler,
  type FetchDocument,
} from '@allmende/jsonld';
import type { Clock, Logger } from '@allmende/kernel';
import { ContextFreshness } from './context-freshness.ts';
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
  find(name: string): Promise<KeptContext | undefined>;
  list(tenant: string): Promise<readonly KeptContext[]>;
  /** Compiles a context (its address or local id) again when it is needed, or all, as another process changed it. */
  forget(name: string | undefined): void;
  /** Counts uses by a process that only reads, and renews the copy of a context for it when its time is over. */
  useElsewhere(key: string, hits: number): void;
  /** The same as `compile`, for what the broker does by itself: it is no use of the context. */
  compileUncounted(source: unknown): Promise<CompiledContext>;
  useOf(context: KeptContext): ContextUse;
  /** Until when a copy may be used without asking its server again, where that is known (§6.3.16). */
  expiryOf(context: KeptContext): number | undefined;
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
  /** Given where another process keeps the contexts, and renews them. */
  readonly elsewhere?: {
    /** Differs whenever it has changed what the store holds. */
    revision(): number;
    /** Told of each use of a context that is not the core one. */
    onUse(key: string): void;
  };
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
  readonly #freshness: ContextFreshness;
  #compiler: ReturnType<typeof createContextCompiler>;
  readonly #uses = new Map<string, ContextUse>();
  #revision: number | undefined;
  /** What an operation has used, so that it counts once however often its parts read it. */
  readonly #usedBy = new WeakMap<object, Set<string>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#freshness = new ContextFreshness(parts.clock);
    this.#compiler = this.#newCompiler();
  }

  #newCompiler(): ReturnType<typeof createContextCompiler> {
    return createContextCompiler({ fetchDocument: (address) => this.#load(address) });
  }

  async #load(address: string): Promise<unknown> {
    const { store } = this.#parts;
    const known = await store.find(localIdIn(address) ?? address);
    if (known === undefined) return this.#fetch(address);
    const isRenewedHere = known.kind === 'Cached' && this.#parts.elsewhere === undefined;
    const isUsable = !isRenewedHere || this.#freshness.isFresh(address);
    return isUsable ? known.document : this.#renewed(address, known.document);
  }

  async #fetch(address: string): Promise<unknown> {
    let lifetimeMs: number | undefined;
    const document = await this.#parts.fetchDocument(address, (told) => (lifetimeMs = told));
    // Compiled alone, a document that is no context is refused before it is kept.
    await this.#compilerOf({ [address]: document }).compile(address);
    await this.#parts.store.put(this.#record({ tenant: '', kind: 'Cached', document, url: address }));
    this.#freshness.renewed(address, lifetimeMs);
    return document;
  }

  /** The document anew, or the old copy of it as long as its server does not give a better one. */
  async #renewed(address: string, copy: unknown): Promise<unknown> {
    try {
      return await this.#fetch(address);
    } catch (cause) {
      this.#freshness.failed(address);
      this.#parts.logger.warn('a copy of a context could not be renewed', { address, cause });
      return copy;
    }
  }

  /** Copies whose time is over are left out, so that they are loaded anew where they are needed (§6.3.16). */
  #dropExpired(): void {
    for (const address of this.#freshness.expired()) {
      this.#compiler.forget(address);
      this.#freshness.forget(address);
    }
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

  async compile(source: unknown, usedBy?: object): Promise<CompiledContext> {
    this.#dropExpired();
    if (source !== undefined) this.#dropChanged();
    const compiled = await this.#compiler.compile(source);
    for (const address of addressesIn(source)) {
      const key = localIdIn(address) ?? address;
      if (isCore(address) || this.#isUsed(key, usedBy)) continue;
      this.#count(key);
      this.#parts.elsewhere?.onUse(key);
    }
    return compiled;
  }

  #dropChanged(): void {
    const revision = this.#parts.elsewhere?.revision();
    if (revision !== this.#revision) this.forget(undefined);
    this.#revision = revision;
  }

  useElsewhere(key: string, hits: number): void {
    this.#count(key, hits);
    this.#dropExpired();
    if (!URL.canParse(key)) return;
    this.compileUncounted(key).catch((cause: unknown) => {
      this.#parts.logger.warn('a context that another process uses could not be renewed', { key, cause });
    });
  }

  #isUsed(key: string, usedBy: object | undefined): boolean {
    if (usedBy === undefined) return false;
    const used = this.#usedBy.get(usedBy) ?? new Set();
    this.#usedBy.set(usedBy, used);
    return used.size === used.add(key).size;
  }

  compileUncounted(source: unknown): Promise<CompiledContext> {
    return this.#compiler.compile(source);
  }

  #count(key: string, more = 1): void {
    const hits = (this.#uses.get(key)?.hits ?? 0) + more;
    if (this.#uses.size >= maxUses) this.#uses.clear();
    this.#uses.set(key, { hits, lastUsedMs: this.#parts.clock.now() });
  }

  countUse({ localId, url }: KeptContext): void {
    this.#count(url ?? localId);
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
    if (url !== undefined) this.#freshness.forget(url);
  }

  async find(name: string): Promise<KeptContext | undefined> {
    return isCore(name) ? this.#core(name) : this.#parts.store.find(localIdIn(name) ?? name);
  }

  /** The core context is built in; it shows as a cached one (§5.13.4). */
  #core(url: string): KeptContext {
    const document = { '@context': CORE_CONTEXT_ADDRESS };
    return { ...this.#record({ tenant: '', kind: 'Cached', document, url }), localId: url };
  }

  list(tenant: string): Promise<readonly KeptContext[]> {
    return this.#parts.store.list(tenant);
  }

  forget(name: string | undefined): void {
    if (name === undefined) this.#compiler = this.#newCompiler();
    else this.#compiler.forget(URL.canParse(name) ? name : this.addressOf({ localId: name }));
  }

  useOf({ localId, url }: KeptContext): ContextUse {
    return this.#uses.get(url ?? localId) ?? { hits: 0 };
  }

  expiryOf({ kind, url }: KeptContext): number | undefined {
    return kind === 'Cached' && url !== undefined ? this.#freshness.untilMs(url) : undefined;
  }

  addressOf({ localId, url }: Pick<KeptContext, 'localId' | 'url'>): string {
    return url ?? `${this.#parts.publicUrl()}${contextsPath}/${localId}`;
  }
}

export const createContextLibrary = (parts: Parts): ContextLibrary => new Library(parts);
