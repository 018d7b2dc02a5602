import type { Registration } from '../registrations/registration.ts';

/** What has to be told to the source next; `kept` when it knows all, `refused` when it does not want to. */
export type RemoteState = 'create' | 'update' | 'delete' | 'kept' | 'refused';

/** The part of a subscription that a source keeps for this broker (§5.8.1.4). Plain JSON. */
export interface RemoteSubscription {
  readonly tenant: string;
  /** The subscription here. */
  readonly subscriptionId: string;
  /** Its id at the source; nobody can guess it, so that only the source can notify in its name. */
  readonly remoteId: string;
  /** The registration as it was when the source was told last. */
  readonly registration: Registration;
  /** Which information of the registration the part belongs to. */
  readonly part: number;
  /** What the source is told, names as it knows them. */
  readonly document: Readonly<Record<string, unknown>>;
  /** What the source has confirmed last. */
  readonly told?: Readonly<Record<string, unknown>>;
  /** The way that the subscription itself came (§6.3.18). */
  readonly via?: string;
  /** Address of the context of these names; absent for the core context. */
  readonly contextAddress?: string;
  readonly state: RemoteState;
  /** How often the source was told in vain. */
  readonly attempts: number;
  /** When it is told next; milliseconds. */
  readonly dueAt: number;
}

/** The place of a part: one per subscription, registration and information. */
export const placeOf = ({
  subscriptionId,
  registration,
  part,
}: Pick<RemoteSubscription, 'subscriptionId' | 'registration' | 'part'>): string =>
  JSON.stringify([subscriptionId, registration.id, part]);

const firstPauseMs = 1000;
const longestPauseMs = 300_000;

/** When a source that did not answer is told again. */
export const nextAttemptAt = (nowMs: number, attempts: number): number =>
  nowMs + Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts, 20));
