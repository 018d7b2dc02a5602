import { describe, expect, it } from 'vitest';
import type { Registration } from '../../../api/registrations.ts';
import { contactOf, isFound, sourceName } from './registration-state.ts';

const registration = (more: Partial<Registration> = {}): Registration => ({
  id: 'urn:x:1',
  type: 'ContextSourceRegistration',
  endpoint: 'https://kreis.example/api',
  information: [{ entities: [{ type: ['RiverLevel', 'Weir'] }], propertyNames: ['level'] }],
  ...more,
});

describe('a source at a glance', () => {
  it('is reachable, disturbed, or not asked yet', () => {
    expect(contactOf(registration())).toBe('unknown');
    expect(contactOf(registration({ status: 'ok' }))).toBe('ok');
    expect(contactOf(registration({ status: 'failed' }))).toBe('failed');
  });

  it('is called by its name, its description, or where it is', () => {
    expect(sourceName(registration({ registrationName: 'A', description: 'B' }))).toBe('A');
    expect(sourceName(registration({ description: 'B' }))).toBe('B');
    expect(sourceName(registration())).toBe('kreis.example');
  });

  it('is found by what it is called, offers and where it is', () => {
    const one = registration({ registrationName: 'Pegel' });
    for (const search of ['pegel level', 'WEIR', 'kreis.example', ''])
      expect(isFound(one, search)).toBe(true);
    expect(isFound(one, 'pegel wetter')).toBe(false);
  });
});
