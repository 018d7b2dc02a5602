import type { Registration } from '../registrations/registration.ts';
import { after, parseDuration } from '../temporal/duration.ts';
import type { SourceReply, SourceRequest } from './context-source-client.ts';

/** Most answers that are kept for one registration. */
const maxAnswers = 200;

interface Kept {
  readonly reply: SourceReply;
  readonly untilMs: number;
}

/** Answers of sources that may be given again (management.cacheDuration, §5.2.34, §6.3.17). */
export interface SourceCache {
  /** An answer to the same request that is not too old. */
  find(registration: Registration, request: SourceRequest): SourceReply | undefined;
  keep(registration: Registration, request: SourceRequest, reply: SourceReply): void;
  /** Forgets what was answered for a registration, as something of it was written. */
  forget(registration: Registration): void;
}

/** Entities and their attributes; nothing else is kept (§6.3.17). */
const isCacheable = ({ method, address }: SourceRequest): boolean =>
  method === 'GET' && /\/ngsi-ld\/v1\/entities(?:[/?]|$)/u.test(address);

/** Two requests are the same when they differ in the way that they came at most. */
const keyOf = ({ address, headers }: SourceRequest): string => {
  const { Via: _via, ...others } = headers;
  return JSON.stringify([address, Object.entries(others).toSorted()]);
};

const endOf = ({ members }: Registration, nowMs: number): number => {
  const { management } = members;
  const given =
    typeof management === 'object' && management !== null && 'cacheDuration' in management
      ? management.cacheDuration
      : undefined;
  const duration = typeof given === 'string' ? parseDuration(given) : undefined;
  return duration === undefined ? nowMs : after(nowMs, duration, 1);
};

/** Keeps answers in memory, bounded per registration; a registration that changes starts anew. */
export const createSourceCache = (now: () => number): SourceCache => {
  const kept = new WeakMap<Registration, Map<string, Kept>>();
  return {
    find: (registration, request) => {
      if (!isCacheable(request)) return undefined;
      const found = kept.get(registration)?.get(keyOf(request));
      return found === undefined || found.untilMs <= now() ? undefined : found.reply;
    },
    keep: (registration, request, reply) => {
      const nowMs = now();
      const untilMs = endOf(registration, nowMs);
      const isGood = reply.kind === 'answer' && reply.status >= 200 && reply.status < 300;
      if (untilMs <= nowMs || !isGood || !isCacheable(request)) return;
      const answers = kept.get(registration) ?? new Map<string, Kept>();
      kept.set(registration, answers);
      const key = keyOf(request);
      answers.delete(key);
      answers.set(key, { reply: { ...reply, isCached: true }, untilMs });
      const [oldest] = answers.keys();
      if (answers.size > maxAnswers && oldest !== undefined) answers.delete(oldest);
    },
    forget: (registration) => {
      kept.delete(registration);
    },
  };
};
