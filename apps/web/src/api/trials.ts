import { readJson, sendJson } from './http.ts';
import type { RegistrationDraft } from './registrations.ts';
import type { SubscriptionDraft } from './subscriptions.ts';

/** What came of something that was sent to see what comes back. */
export type TrialReply =
  | {
      readonly kind: 'answer';
      /** Of HTTP; an MQTT broker has none. */
      readonly status?: number;
      readonly contentType?: string;
      readonly body: string;
      readonly isCut: boolean;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'failure';
      readonly failure: 'timeout' | 'unreachable' | 'private-network';
      readonly detail: string;
      readonly durationMs: number;
    };

export interface TrialRequest {
  readonly method: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface SubscriptionTrial {
  readonly entityId: string;
  readonly isMatching: boolean;
  readonly request: TrialRequest;
  readonly reply?: TrialReply;
}

/** What a subscription would send for an entity, or for the first that fulfils it; sends it if it shall. */
export const trySubscription = (
  trial: { readonly subscription: SubscriptionDraft; readonly entityId?: string; readonly send: boolean },
  tenant: string,
): Promise<SubscriptionTrial> => sendJson('POST', '/api/subscription-trials', trial, tenant);

export interface SourceTrial {
  readonly purpose: 'identity' | 'entities';
  readonly request: TrialRequest;
  readonly reply: TrialReply;
}

/** Asks a context source who it is, and for one entity. */
export const tryRegistration = async (
  registration: RegistrationDraft,
  tenant: string,
): Promise<readonly SourceTrial[]> => {
  const answer = await sendJson<{ readonly calls: readonly SourceTrial[] }>(
    'POST',
    '/api/registration-trials',
    { registration },
    tenant,
  );
  return answer.calls;
};

export interface ContextTrial {
  readonly names: readonly { readonly name: string; readonly full: string; readonly short: string }[];
  readonly entity?: { readonly full: unknown; readonly short: unknown };
}

/** What a context makes of names, or of an entity. */
export const tryContext = (
  trial: { readonly context: unknown; readonly names?: readonly string[]; readonly entity?: unknown },
  tenant: string,
): Promise<ContextTrial> => sendJson('POST', '/api/context-trials', trial, tenant);

/** The tenants that exist, the default one '' first. */
export const getTenants = async (signal?: AbortSignal): Promise<readonly string[]> =>
  (await readJson<{ readonly tenants: readonly string[] }>('/api/tenants', signal)).tenants;
