import { describe, expect, it } from 'vitest';
import type { Registration } from '../../../api/registrations.ts';
import { fragmentOf } from '../fragment.ts';
import { emptyForm, type RegistrationForm } from './registration-fields.ts';
import { draftOf, formOfRegistration, toRegistration } from './registration-form.ts';

const written: RegistrationForm = {
  ...emptyForm,
  name: ' Pegel ',
  types: 'RiverLevel, Weir',
  idPattern: 'urn:.*',
  properties: 'level,\nflow, level',
  endpoint: ' https://kreis.example/ ',
  tenant: 'warendorf',
  headers: [{ key: 'Authorization', value: 'Bearer x' }],
  timeout: '2,5',
  cooldown: '60',
  localOnly: true,
  expiry: '2999-01-01T12:00',
};

describe('toRegistration', () => {
  it('writes what the form says', () => {
    expect(toRegistration(written)).toEqual({
      draft: {
        type: 'ContextSourceRegistration',
        registrationName: 'Pegel',
        information: [
          {
            entities: [{ idPattern: 'urn:.*', type: ['RiverLevel', 'Weir'] }],
            propertyNames: ['level', 'flow'],
          },
        ],
        mode: 'inclusive',
        operations: ['federationOps'],
        endpoint: 'https://kreis.example/',
        tenant: 'warendorf',
        contextSourceInfo: [{ key: 'Authorization', value: 'Bearer x' }],
        management: { timeout: 2500, cooldown: 60_000, localOnly: true },
        expiresAt: '2999-01-01T11:00:00.000Z',
      },
    });
  });

  it.each<[Partial<RegistrationForm>, object]>([
    [{ types: '', properties: '' }, { types: 'missingOffer' }],
    [{ types: '', entityId: 'urn:x:1' }, { types: 'missingOffer' }],
    [{ entityId: 'no uri' }, { entityId: 'badId' }],
    [
      { mode: 'exclusive', properties: '' },
      { entityId: 'missingId', properties: 'missingAttributes' },
    ],
    [{ operations: [] }, { operations: 'missingOperations' }],
    [{ endpoint: '' }, { endpoint: 'missingEndpoint' }],
    [{ endpoint: 'mqtt://broker/x' }, { endpoint: 'badEndpoint' }],
    [{ tenant: 'Kreis Warendorf' }, { tenant: 'badTenant' }],
    [{ headers: [{ key: '', value: 'x' }] }, { headers: 'badHeaders' }],
    [
      { timeout: 'bald', cooldown: '0' },
      { timeout: 'badSeconds', cooldown: 'badSeconds' },
    ],
    [{ expiry: '2001-01-01T00:00' }, { expiry: 'badExpiry' }],
  ])('finds what is wrong: %j', (change, problems) => {
    expect(toRegistration({ ...written, ...change })).toEqual({ problems });
  });
});

const kept: Registration = {
  id: 'urn:x:1',
  type: 'ContextSourceRegistration',
  information: [
    {
      entities: [{ type: 'A', id: 'urn:a:1' }, { type: 'B' }],
      propertyNames: ['p'],
      relationshipNames: ['r'],
    },
    { propertyNames: ['q'] },
  ],
  mode: 'exclusive',
  operations: ['retrieveOps', 'createEntity'],
  endpoint: 'https://a.example',
  management: { timeout: 500, cacheDuration: 'PT5M' },
  refreshRate: 'PT1H',
  status: 'ok',
  timesSent: 4,
};

describe('formOfRegistration', () => {
  it('changes nothing when nothing is changed, also of what the form does not show', () => {
    const result = toRegistration(formOfRegistration(kept));
    expect('draft' in result && fragmentOf(kept, result.draft)).toEqual({});
  });

  it('is the way back of draftOf', () => {
    const draft = draftOf(written);
    expect(draftOf(formOfRegistration({ ...draft, id: 'urn:x:2' }))).toEqual(draft);
  });
});
