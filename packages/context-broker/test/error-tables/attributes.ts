import {
  badRequest,
  conflict,
  invalidRequest,
  notFound,
  type ErrorCase,
  type ErrorTable,
} from './error-table.ts';
import { attributeErrors } from './fragments.ts';
import { absent, here, locked } from './world.ts';

const spots = { type: 'Property', value: 3 };
const otherType = notFound('the entity is of another type (§4.17)', { query: 'type=Museum' });
const noType = badRequest('type is no selection (§4.17)', { query: 'type=(' });

/** What the operations on `attrs` share. */
const ofEntity = (rest: string): readonly ErrorCase[] => [
  notFound('the entity does not exist', { path: `/entities/${absent}/attrs${rest}` }),
  badRequest('the id is no URI', { path: `/entities/me/attrs${rest}` }),
  otherType,
  noType,
];

/** What the operations on one attribute share. */
const ofAttribute: readonly ErrorCase[] = [
  ...ofEntity('/availableSpots'),
  badRequest('the name of the attribute is none (§4.6.2)', { path: `/entities/${here}/attrs/a%20b` }),
  notFound('the entity has no such attribute', { path: `/entities/${here}/attrs/colour` }),
];

const otherId = badRequest('the body names another id', { body: { id: absent, availableSpots: spots } });
const atLocked = { path: `/entities/${locked}/attrs`, body: { availableSpots: spots } };
const lockedAttribute = { path: `/entities/${locked}/attrs/availableSpots` };
const isScope = badRequest('the attribute is scope', {
  path: `/entities/${here}/attrs/scope`,
  body: { type: 'Property', value: '/a' },
});

/** Append, update, replace and delete attributes (§5.6.2–§5.6.5, §5.6.19). */
export const attributeTables: readonly ErrorTable[] = [
  {
    operation: 'Append Attributes',
    clauses: ['5.6.3', '6.6.3.1'],
    method: 'POST',
    route: '/entities/:id/attrs',
    valid: {
      path: `/entities/${here}/attrs`,
      body: { colour: { type: 'Property', value: 'red' } },
      status: 204,
    },
    common: ['object', 'context', 'tenant'],
    cases: [
      ...ofEntity(''),
      otherId,
      ...attributeErrors({}),
      invalidRequest('options are unknown (§6.3.20)', { query: 'options=colourful' }),
      {
        when: 'nothing may be overwritten (§5.6.3.4)',
        status: 207,
        query: 'options=noOverwrite',
        body: { owner: { type: 'Relationship', object: 'urn:a:b' } },
        tells: {
          updated: [],
          notUpdated: [{ attributeName: 'https://uri.etsi.org/ngsi-ld/default-context/owner' }],
        },
      },
      conflict('the exclusive source of all of it does not append (§5.6.3.4)', atLocked),
    ],
  },
  {
    operation: 'Update Attributes',
    clauses: ['5.6.2', '6.6.3.2'],
    method: 'PATCH',
    route: '/entities/:id/attrs',
    valid: { path: `/entities/${here}/attrs`, body: { availableSpots: spots }, status: 204 },
    common: ['object', 'context', 'tenant', 'mergePatch'],
    cases: [
      ...ofEntity(''),
      otherId,
      ...attributeErrors({}),
      conflict('the exclusive source of all of it does not update (§5.6.2.4)', atLocked),
    ],
  },
  {
    operation: 'Partial Attribute Update',
    clauses: ['5.6.4', '6.7.3.1'],
    method: 'PATCH',
    route: '/entities/:id/attrs/:attribute',
    valid: { path: `/entities/${here}/attrs/availableSpots`, body: { value: 3 }, status: 204 },
    common: ['context', 'tenant', 'mergePatch'],
    cases: [
      ...ofAttribute,
      isScope,
      notFound('there is no instance with the datasetId (§5.6.4.4)', {
        body: { value: 1, datasetId: 'urn:a:other' },
      }),
      badRequest('the attribute becomes one of another kind (§5.6.4.4)', {
        body: { type: 'Relationship', object: 'urn:a:b' },
      }),
      badRequest('observedAt is no date and time (§4.8)', { body: { value: 1, observedAt: 'today' } }),
      badRequest('there are two instances (§5.6.4.3)', {
        body: [spots, { ...spots, datasetId: 'urn:a:camera' }],
      }),
      conflict('the exclusive source does not update (§5.6.4.4)', lockedAttribute),
    ],
  },
  {
    operation: 'Delete Attribute',
    clauses: ['5.6.5', '6.7.3.2'],
    method: 'DELETE',
    route: '/entities/:id/attrs/:attribute',
    valid: { path: `/entities/${here}/attrs/availableSpots`, status: 204 },
    common: ['context', 'tenant'],
    cases: [
      ...ofAttribute,
      notFound('there is no instance with the datasetId (§5.6.5.4)', { query: 'datasetId=urn:a:other' }),
      notFound('the entity has no scope (§5.6.5.4)', { path: `/entities/${here}/attrs/scope` }),
      badRequest('datasetId is no URI (§6.7.3.2)', { query: 'datasetId=camera' }),
      badRequest('deleteAll is neither true nor false (§6.7.3.2)', { query: 'deleteAll=perhaps' }),
      conflict('the exclusive source does not delete (§5.6.5.4)', lockedAttribute),
    ],
  },
  {
    operation: 'Replace Attribute',
    clauses: ['5.6.19', '6.7.3.3'],
    method: 'PUT',
    route: '/entities/:id/attrs/:attribute',
    valid: { path: `/entities/${here}/attrs/availableSpots`, body: spots, status: 204 },
    common: ['context', 'tenant'],
    cases: [
      ...ofAttribute,
      isScope,
      notFound('there is no instance with the datasetId (§5.6.19.4)', {
        body: { ...spots, datasetId: 'urn:a:other' },
      }),
      badRequest('there is no value (§5.2.5)', { body: { type: 'Property' } }),
      badRequest('the value is an NGSI-LD null (§5.5.4)', {
        body: { type: 'Property', value: 'urn:ngsi-ld:null' },
      }),
      conflict('the exclusive source does not replace (§5.6.19.4)', lockedAttribute),
    ],
  },
];
