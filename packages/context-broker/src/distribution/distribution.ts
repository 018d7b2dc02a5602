import type { Answer, ApiRequest, Route } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { BrokerParts } from '../broker.ts';
import { tenantOf } from '../entities/request-context.ts';
import type { StartParsing } from '../entities/entity-routes.ts';
import type { Registration } from '../registrations/registration.ts';
import type { RememberedRegistrations } from '../registrations/remembered-registrations.ts';
import type { SourceCaller } from './source-caller.ts';
import type { TemporalReading } from './temporal/temporal-reading.ts';

/** What distributed operations are made from. */
export interface Distribution {
  readonly parts: BrokerParts;
  readonly registrations: RememberedRegistrations;
  readonly caller: SourceCaller;
  readonly startParsing: StartParsing;
  /** The past of this broker. */
  readonly temporal: TemporalReading;
  /** The compiled core context. */
  core(): Promise<CompiledContext>;
}

/** A request whose tenant has registrations, and what answers it here. */
export interface Distributed {
  readonly request: ApiRequest;
  readonly registrations: readonly Registration[];
  readonly handleHere: Route['handle'];
}

/** Answers a request together with other sources. */
export type Distribute = (distribution: Distribution, distributed: Distributed) => Promise<Answer>;

/**
 * A request that may not leave this broker: it says so, or it has come back (§6.3.18). Writes that come back are told
 * apart by `hasComeBack`, as what exclusive and redirect sources hold cannot be written here.
 */
export const isLocal = ({ query }: ApiRequest): boolean => query.get('local') === 'true';

/** The registrations that a request may be distributed to. */
export const registrationsFor = (
  { registrations }: Pick<Distribution, 'registrations'>,
  request: ApiRequest,
): readonly Registration[] => registrations.all(tenantOf(request));
