import { createdId, readJson, send } from './http.ts';

export type ContextKind = 'Hosted' | 'Cached' | 'ImplicitlyCreated';

/** What is told of a JSON-LD context (§5.13.3). */
export interface ContextSummary {
  readonly URL: string;
  readonly localId: string;
  readonly kind: ContextKind;
  readonly createdAt: string;
  readonly lastUsage?: string;
  /** Since the server started. */
  readonly numberOfHits: number;
}

const contextsPath = '/ngsi-ld/v1/jsonldContexts';
export const contextPath = (localId: string): string => `${contextsPath}/${encodeURIComponent(localId)}`;

export const getContexts = (tenant: string, signal?: AbortSignal): Promise<readonly ContextSummary[]> =>
  readJson(`${contextsPath}?details=true`, signal, tenant);

export const getContext = (localId: string, tenant: string, signal?: AbortSignal): Promise<ContextSummary> =>
  readJson(`${contextPath(localId)}?details=true`, signal, tenant);

/** The document with its `@context`. */
export const getContextDocument = (localId: string, tenant: string, signal?: AbortSignal): Promise<unknown> =>
  readJson(contextPath(localId), signal, tenant);

/** Hosts a context and answers its local id. */
export const createContext = async (document: unknown, tenant: string): Promise<string> =>
  createdId(await send('POST', contextsPath, document, tenant));

/** Fetches a cached context again. */
export const reloadContext = async (localId: string, tenant: string): Promise<void> => {
  await send('DELETE', `${contextPath(localId)}?reload=true`, undefined, tenant);
};

export const deleteContext = async (localId: string, tenant: string): Promise<void> => {
  await send('DELETE', contextPath(localId), undefined, tenant);
};
