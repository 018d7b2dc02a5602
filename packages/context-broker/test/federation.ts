import { createTestClient } from '@allmende/http/testing';
import type { ContextSourceClient, SourceReply, SourceRequest } from '../src/index.ts';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';

/** What a source of a test was asked, and what it answers; `undefined` lets the broker of the city answer. */
type Answering = (request: SourceRequest) => SourceReply | undefined;

export interface Federation {
  /** The broker of a city, reached by the others at https://<city>.example. */
  broker(city: string): BrokerUnderTest;
  /** Every request that one broker sent to another, in order. */
  readonly sent: SourceRequest[];
  /** Method and address of what was sent to a city, without scheme and host. */
  sentTo(city: string): readonly string[];
  /** Answers for a city instead of its broker. */
  answerFor(city: string, answering: Answering): void;
  /** Lets a city register at another one; by default all of what it has, inclusively. */
  register(at: string, city: string, members?: Readonly<Record<string, unknown>>): Promise<void>;
  remove(): Promise<void>;
}

const replyOf = (answer: {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly text: string;
}): SourceReply => {
  const { link } = answer.headers;
  const count = answer.headers['ngsild-results-count'];
  return {
    kind: 'answer',
    status: answer.status,
    body: answer.text === '' ? undefined : (JSON.parse(answer.text) as unknown),
    ...(link === undefined ? {} : { link: String(link) }),
    ...(count === undefined ? {} : { count: Number(count) }),
  };
};

export const answers = (status: number, body?: unknown): Answering => {
  return () => ({ kind: 'answer', status, body });
};

/** A city that cannot be reached. */
export const isDown: Answering = () => ({
  kind: 'failure',
  failure: 'unreachable',
  detail: 'it cannot be reached',
});

/** Brokers of cities in one process that know one another by name. */
export const federate = (...cities: readonly string[]): Federation => {
  const sent: SourceRequest[] = [];
  const answering = new Map<string, Answering>();
  const brokers = new Map<string, BrokerUnderTest>();
  const broker = (city: string): BrokerUnderTest => {
    const found = brokers.get(city);
    if (found === undefined) throw new Error(`There is no city ${city}.`);
    return found;
  };
  const client: ContextSourceClient = {
    send: async (request) => {
      sent.push(request);
      const { host, pathname, search } = new URL(request.address);
      const city = host.replace('.example', '');
      const told = answering.get(city)?.(request);
      if (told !== undefined) return told;
      const { body, method, headers } = request;
      const answer = await createTestClient(broker(city).broker.routes).call(method, `${pathname}${search}`, {
        headers,
        ...(body === undefined ? {} : { body }),
      });
      return replyOf(answer);
    },
  };
  for (const city of cities)
    brokers.set(city, startBroker({ contextSources: client, publicUrl: `https://${city}.example` }));
  return {
    broker,
    sent,
    sentTo: (city) =>
      sent
        .filter(({ address }) => new URL(address).host === `${city}.example`)
        .map(
          ({ method, address }) => `${method} ${decodeURIComponent(address.split('/ngsi-ld/v1')[1] ?? '')}`,
        ),
    answerFor: (city, how) => {
      answering.set(city, how);
    },
    register: async (at, city, members = {}) => {
      const answer = await broker(at).call('POST', '/csourceRegistrations', {
        id: `urn:ngsi-ld:ContextSourceRegistration:${city}`,
        type: 'ContextSourceRegistration',
        information: [{ entities: [{ type: 'Vehicle' }] }],
        endpoint: `https://${city}.example`,
        ...members,
      });
      if (answer.status !== 201) throw new Error(`${city} cannot register: ${answer.text}`);
    },
    remove: async () => {
      for (const one of brokers.values()) await one.remove();
    },
  };
};
