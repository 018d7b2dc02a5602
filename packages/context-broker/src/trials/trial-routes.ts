import { problemJson, type Answer, type ApiRequest, type Route } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import { tryContext } from './context-trial.ts';
import { tryRegistration } from './registration-trial.ts';
import { trySubscription } from './subscription-trial.ts';

/**
 * What pages need to try something before it is kept: what a subscription would send and what its endpoint
 * answers, what a context source says, what a context makes of names. Nothing of it is kept.
 */
export const trialRoutes = (parts: BrokerParts): readonly Route[] => {
  const row = (path: string, work: (request: ApiRequest) => Promise<unknown>): Route => ({
    method: 'POST',
    path,
    query: [],
    errors: problemJson,
    handle: async (request): Promise<Answer> => ({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify(await work(request)),
    }),
  });
  return [
    row('/api/subscription-trials', (request) => trySubscription(parts, parts.trialClient, request)),
    row('/api/registration-trials', (request) => tryRegistration(parts, parts.trialClient, request)),
    row('/api/context-trials', (request) => tryContext(parts, request)),
  ];
};
