import { contextNotAvailable } from '@allmende/jsonld';
import { DomainError } from '@allmende/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, startBroker, type BrokerUnderTest } from './broker-under-test.ts';

const address = 'https://terms.example/context.jsonld';
const minute = 60_000;

let broker: BrokerUnderTest;
/** What the server of the context answers, and for how long it may be used. */
let served: { term: string; lifetimeMs?: number } | undefined;
let asked: number;

beforeEach(() => {
  served = { term: 'https://terms.example/old' };
  asked = 0;
  broker = startBroker({
    fetchDocument: (name, tellLifetime) => {
      asked += 1;
      if (served === undefined)
        return Promise.reject(new DomainError(contextNotAvailable, `Context ${name} cannot be fetched.`));
      if (served.lifetimeMs !== undefined) tellLifetime?.(served.lifetimeMs);
      return Promise.resolve({ '@context': { Term: served.term } });
    },
  });
});
afterEach(() => broker.remove());

/** The meaning of a term, by an entity that is made with it. */
const meaning = async (): Promise<unknown> => {
  const id = `urn:a:${String(Math.random())}`;
  const created = await broker.call('POST', '/entities', { id, type: 'Term' }, linkTo(address));
  if (created.status !== 201) throw new Error(created.text);
  return ((await broker.get(`/entities/${id}`)) as { type: unknown }).type;
};
const [old, next] = ['https://terms.example/old', 'https://terms.example/new'];

describe('Copies of contexts (§5.13.1, §6.3.16)', () => {
  it('are used as long as their server allows, then got anew', async () => {
    served = { term: old, lifetimeMs: 5 * minute };
    expect([await meaning(), await meaning(), asked]).toEqual([old, old, 1]);
    served = { term: next, lifetimeMs: 5 * minute };
    broker.clock.advance(5 * minute - 1);
    expect([await meaning(), asked]).toEqual([old, 1]);
    broker.clock.advance(1);
    expect([await meaning(), await meaning(), asked]).toEqual([next, next, 2]);
  });

  it('are used for a day when their server says nothing, and tell so', async () => {
    await meaning();
    const [told] = (await broker.get('/jsonldContexts?details=true')) as { expiresAt: string }[];
    expect(told?.expiresAt).toBe('2026-03-02T12:00:00.000Z');
    served = { term: next };
    broker.clock.advance(24 * 60 * minute - 1);
    expect(await meaning()).toBe(old);
    broker.clock.advance(1);
    expect(await meaning()).toBe(next);
    expect(await broker.get('/jsonldContexts')).toEqual([address]);
  });

  it('stay in use when their server is down, which is asked again a minute later', async () => {
    await meaning();
    served = undefined;
    broker.clock.advance(24 * 60 * minute);
    expect([await meaning(), await meaning(), asked]).toEqual([old, old, 2]);
    served = { term: next };
    broker.clock.advance(minute);
    expect([await meaning(), asked]).toEqual([next, 3]);
  });

  it('are not got for each request, though their server forbids to keep them', async () => {
    served = { term: old, lifetimeMs: 0 };
    expect([await meaning(), await meaning(), asked]).toEqual([old, old, 1]);
    broker.clock.advance(10_000);
    expect([await meaning(), asked]).toEqual([old, 2]);
  });

  it('end sooner when they are deleted, and are checked when they are reloaded', async () => {
    await meaning();
    served = { term: next };
    const path = `/jsonldContexts/${encodeURIComponent(address)}`;
    expect((await broker.call('DELETE', `${path}?reload=true`)).status).toBe(204);
    expect([await meaning(), asked]).toEqual([next, 2]);
    await broker.call('DELETE', path);
    expect([await meaning(), asked]).toEqual([next, 3]);
  });
});
