import type { ApiRequest } from '@allmende/http';
import type { BrokerParts } from '../broker.ts';
import type { SourceReply } from '../distribution/context-source-client.ts';
import { createSourceCaller, type SourceCall } from '../distribution/source-caller.ts';
import { termsOf } from '../distribution/source-terms.ts';
import { wordingOfParameters } from '../distribution/wording.ts';
import { readContext, tenantOf } from '../entities/request-context.ts';
import { singleOperations } from '../registrations/operations.ts';
import { attributeNamesOf, type Registration } from '../registrations/registration.ts';
import { parseRegistration } from '../registrations/registration-parser.ts';
import { isObject, readTrial } from './read-trial.ts';
import type { TrialClient, TrialReply, TrialRequest } from './trial-client.ts';

/** One question to a source, and what it answered. */
export interface SourceTrial {
  /** Who it is (§5.15), or one entity of those that it is registered for. */
  readonly purpose: 'identity' | 'entities';
  readonly request: Pick<TrialRequest, 'method' | 'address' | 'headers'>;
  readonly reply: TrialReply;
}

type Parts = Pick<BrokerParts, 'clock' | 'contexts' | 'publicUrl'>;

/** Reading operations; a source that is registered for others only is not asked for entities. */
const reading = ['retrieveEntity', 'queryEntity', 'queryBatch'];
const defaultOperations = ['federationOps'];

const offersReading = ({ members }: Registration): boolean => {
  const given = Array.isArray(members['operations']) ? members['operations'].map(String) : defaultOperations;
  const offered = singleOperations(given);
  return reading.some((operation) => offered.has(operation));
};

/** The call that asks for one entity of what is registered first. */
const sampleOf = (
  { information }: Registration,
  { compact }: { compact(name: string): string },
): Pick<SourceCall, 'path' | 'parameters'> => {
  const [info] = information;
  const [entity] = info?.entities ?? [];
  if (entity?.id !== undefined) return { path: `/entities/${encodeURIComponent(entity.id)}` };
  const attributes = info === undefined ? undefined : attributeNamesOf(info);
  const types = entity?.types.filter((type) => type !== '*') ?? [];
  return {
    path: '/entities',
    parameters: {
      ...(types.length === 0 ? {} : { type: types.map(compact).join(',') }),
      ...(entity?.idPattern === undefined ? {} : { idPattern: entity.idPattern }),
      ...(attributes === undefined ? {} : { attrs: attributes.map(compact).join(',') }),
      // A query needs a filter, or has to be about what is kept at the source alone (§5.7.2.4).
      ...(types.length === 0 && attributes === undefined ? { local: 'true' } : {}),
      limit: '1',
    },
  };
};

/** What the broker makes of a reply; a trial needs no more of it than that there is one. */
const asSourceReply = (reply: TrialReply): SourceReply =>
  reply.kind === 'answer'
    ? { kind: 'answer', status: reply.status ?? 0, body: undefined }
    : { kind: 'failure', failure: 'unreachable', detail: reply.detail };

/** Asks a source as distributed operations would: same address, headers, tenant and time limit. */
export const tryRegistration = async (
  parts: Parts,
  client: TrialClient,
  request: ApiRequest,
): Promise<{ readonly calls: readonly SourceTrial[] }> => {
  const { registration: given } = await readTrial(request, { registration: isObject }, ['registration']);
  const context = await readContext(request, parts.contexts);
  const nowMs = parts.clock.now();
  const registration = parseRegistration(given, context, {
    tenant: tenantOf(request),
    id: 'urn:ngsi-ld:ContextSourceRegistration:trial',
    createdAt: new Date(nowMs).toISOString(),
    nowMs,
  });
  const terms = termsOf(registration, request.headers);
  const wording = await wordingOfParameters(terms, context, parts.contexts);
  const ask = async (
    purpose: SourceTrial['purpose'],
    call: Pick<SourceCall, 'path' | 'parameters'>,
  ): Promise<readonly SourceTrial[]> => {
    const seen: SourceTrial[] = [];
    const caller = createSourceCaller({
      parts,
      // A trial is no use of the registration.
      uses: { count: () => undefined },
      client: {
        send: async (sent) => {
          const reply = await client.send(sent);
          const { method, address, headers } = sent;
          seen.push({ purpose, request: { method, address, headers }, reply });
          return asSourceReply(reply);
        },
      },
    });
    await caller.call(registration, { method: 'GET', terms, wording, ...call }, request);
    return seen;
  };
  const calls = await Promise.all([
    ask('identity', { path: '/info/sourceIdentity' }),
    ...(offersReading(registration) ? [ask('entities', sampleOf(registration, wording.context))] : []),
  ]);
  return { calls: calls.flat() };
};
