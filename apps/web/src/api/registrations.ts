import { createdId, readJson, request, send, toParameters } from './http.ts';
import type { KeyValue } from './subscriptions.ts';

export const registrationModes = ['inclusive', 'exclusive', 'redirect', 'auxiliary'] as const;
export type RegistrationMode = (typeof registrationModes)[number];

/** EntityInfo (§5.2.8). */
export interface EntityInfo {
  readonly type: string | readonly string[];
  readonly id?: string;
  readonly idPattern?: string;
}

/** RegistrationInfo (§5.2.10). */
export interface RegistrationInfo {
  readonly entities?: readonly EntityInfo[];
  readonly propertyNames?: readonly string[];
  readonly relationshipNames?: readonly string[];
}

/** A context source as it is registered (§5.2.9); members that the pages do not know stay in it. */
export interface RegistrationDraft {
  readonly type: 'ContextSourceRegistration';
  readonly registrationName?: string;
  readonly description?: string;
  readonly information: readonly RegistrationInfo[];
  readonly endpoint: string;
  readonly mode?: RegistrationMode;
  readonly operations?: readonly string[];
  readonly tenant?: string;
  readonly contextSourceInfo?: readonly KeyValue[];
  readonly expiresAt?: string;
  readonly management?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** A kept registration with how its source was reached (§5.2.9). */
export interface Registration extends RegistrationDraft {
  readonly id: string;
  readonly status?: 'ok' | 'failed';
  readonly timesSent?: number;
  readonly timesFailed?: number;
  readonly lastSuccess?: string;
  readonly lastFailure?: string;
}

export const registrationsPath = '/ngsi-ld/v1/csourceRegistrations';
export const registrationPath = (id: string): string => `${registrationsPath}/${encodeURIComponent(id)}`;

const pageSize = 1000;

/** All registrations of a tenant; the API wants a filter, so: whatever its entities are called. */
export const getRegistrations = async (
  tenant: string,
  signal?: AbortSignal,
): Promise<readonly Registration[]> => {
  const all: Registration[] = [];
  for (;;) {
    const parameters = toParameters({ idPattern: '.*', limit: pageSize, offset: all.length });
    const answer = await request(`${registrationsPath}?${parameters}`, signal, tenant);
    const page = (await answer.json()) as readonly Registration[];
    all.push(...page);
    if (page.length < pageSize) return all;
  }
};

export const getRegistration = (id: string, tenant: string, signal?: AbortSignal): Promise<Registration> =>
  readJson(registrationPath(id), signal, tenant);

/** Keeps a registration and answers its id. */
export const createRegistration = async (draft: RegistrationDraft, tenant: string): Promise<string> =>
  createdId(await send('POST', registrationsPath, draft, tenant));

/** Changes members; `null` removes one (§5.5.8). */
export const patchRegistration = async (
  id: string,
  fragment: Readonly<Record<string, unknown>>,
  tenant: string,
): Promise<void> => {
  await send('PATCH', registrationPath(id), fragment, tenant);
};

export const deleteRegistration = async (id: string, tenant: string): Promise<void> => {
  await send('DELETE', registrationPath(id), undefined, tenant);
};
