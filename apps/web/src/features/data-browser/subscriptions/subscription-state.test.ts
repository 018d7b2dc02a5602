import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../../api/subscriptions.ts';
import { isFound, nameOf, receiverOf, stateOf } from './subscription-state.ts';

const subscription = (
  status: Subscription['status'],
  notification: Partial<Subscription['notification']> = {},
  more: Partial<Subscription> = {},
): Subscription => ({
  id: 'urn:ngsi-ld:Subscription:dom',
  type: 'Subscription',
  status,
  ...more,
  notification: { endpoint: { uri: 'https://example.org/hook' }, ...notification },
});

describe('a subscription at a glance', () => {
  it('is failing when it is active and the last notification did not arrive', () => {
    expect(stateOf(subscription('active'))).toBe('active');
    expect(stateOf(subscription('active', { status: 'ok' }))).toBe('active');
    expect(stateOf(subscription('active', { status: 'failed' }))).toBe('failing');
    expect(stateOf(subscription('paused', { status: 'failed' }))).toBe('paused');
    expect(stateOf(subscription('expired', { status: 'failed' }))).toBe('expired');
  });

  it('is called by its name, its description, or the end of its id', () => {
    expect(nameOf(subscription('active', {}, { subscriptionName: 'A', description: 'B' }))).toBe('A');
    expect(nameOf(subscription('active', {}, { description: 'B' }))).toBe('B');
    expect(nameOf(subscription('active'))).toBe('dom');
  });

  it('tells its receiver without user, password and parameters', () => {
    expect(receiverOf('mqtt://me:secret@broker:1883/city/dom')).toBe('mqtt://broker:1883/city/dom');
    expect(receiverOf('https://example.org/?token=x')).toBe('https://example.org');
    expect(receiverOf('nonsense')).toBe('nonsense');
  });

  it('is found by all words of a search, wherever they stand', () => {
    const one = subscription(
      'active',
      {},
      { subscriptionName: 'Tafel', entities: [{ type: 'OffStreetParking' }] },
    );
    expect(isFound(one, 'parking TAFEL')).toBe(true);
    expect(isFound(one, 'example.org')).toBe(true);
    expect(isFound(one, 'tafel weather')).toBe(false);
    expect(isFound(one, '')).toBe(true);
  });
});
