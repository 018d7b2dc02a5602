import {
  alreadyExists,
  badRequest,
  conflict,
  invalidRequest,
  notFound,
  type ErrorTable,
} from './error-table.ts';
import { attributeErrors, nullErrors } from './fragments.ts';
import { absent, here, locked, parking } from './world.ts';

const fresh = { id: 'urn:ngsi-ld:OffStreetParking:Neu', type: 'OffStreetParking' };
const spots = { type: 'Property', value: 3 };
const atLocked = { path: `/entities/${locked}` };
const notThere = notFound('the entity does not exist', { path: `/entities/${absent}` });
const noUri = badRequest('the id is no URI', { path: '/entities/me' });
const otherType = notFound('the entity is of another type (§4.17)', { query: 'type=Museum' });
const noType = badRequest('type is no selection (§4.17)', { query: 'type=(' });
const otherId = badRequest('the body names another id', { body: { id: absent, type: 'OffStreetParking' } });

/** Create, retrieve, merge, replace and delete entities (§5.6.1, §5.7.1, §5.6.17, §5.6.18, §5.6.6). */
export const entityTables: readonly ErrorTable[] = [
  {
    operation: 'Create Entity',
    clauses: ['5.6.1', '6.4.3.1'],
    method: 'POST',
    route: '/entities',
    valid: { path: '/entities', body: fresh, status: 201 },
    common: ['object', 'context'],
    cases: [
      badRequest('the id is missing (§5.2.4)', { body: { type: 'OffStreetParking' } }),
      badRequest('the id is no URI (§5.2.4)', { body: { ...fresh, id: 'me' } }),
      badRequest('the type is missing (§5.2.4)', { body: { id: fresh.id } }),
      badRequest('the type is no name (§5.2.4)', { body: { ...fresh, type: 5 } }),
      badRequest('the list of types is empty (§5.2.4)', { body: { ...fresh, type: [] } }),
      badRequest('a scope is none (§4.18)', { body: { ...fresh, scope: [5] } }),
      badRequest('a name has forbidden characters (§4.6.2)', { body: { ...fresh, 'a b': 1 } }),
      badRequest('expiresAt is no date and time (§4.22)', { body: { ...fresh, expiresAt: 'today' } }),
      ...nullErrors(fresh),
      ...attributeErrors(fresh),
      alreadyExists('the entity exists (§5.6.1.4)', { body: parking }),
      conflict('the exclusive source of all of it does not create (§5.6.1.4)', {
        body: { ...fresh, id: locked, availableSpots: spots },
      }),
      badRequest('the context holds a scoped context (§5.5.7)', {
        body: { ...fresh, '@context': { speed: { '@id': 'https://a.example/s', '@context': {} } } },
        headers: { 'content-type': 'application/ld+json' },
      }),
    ],
  },
  {
    operation: 'Retrieve Entity',
    clauses: ['5.7.1', '6.5.3.1'],
    method: 'GET',
    route: '/entities/:id',
    valid: { path: `/entities/${here}`, status: 200 },
    common: ['context', 'acceptGeo', 'tenant'],
    cases: [
      notThere,
      noUri,
      otherType,
      noType,
      notFound('it has none of attrs (§5.7.1.4)', { query: 'attrs=colour' }),
      badRequest('geometryProperty comes without GeoJSON (§5.7.1.4)', { query: 'geometryProperty=location' }),
      badRequest('pick follows links without join (§5.7.1.4)', { query: 'pick=owner{name}' }),
      badRequest('pick follows links deeper than joinLevel (§5.7.1.4)', {
        query: 'join=inline&joinLevel=1&pick=owner{boss{name}}',
      }),
      badRequest('join is unknown (§4.5.23)', { query: 'join=around' }),
      badRequest('joinLevel is no number (§4.5.23)', { query: 'join=flat&joinLevel=deep' }),
      badRequest('pick is empty (§4.21)', { query: 'pick=' }),
      badRequest('pick and omit name the same (§4.21)', { query: 'pick=owner&omit=owner' }),
      badRequest('datasetId is no URI (§4.5.5)', { query: 'datasetId=camera' }),
      badRequest('entityMapLifetime is no duration (§6.5.3.1)', {
        query: 'local=true&entityMap=true&entityMapLifetime=long',
      }),
      invalidRequest('options are unknown (§6.3.20)', { query: 'options=colourful' }),
      invalidRequest('the format is unknown (§6.3.7)', { query: 'format=colourful' }),
    ],
  },
  {
    operation: 'Delete Entity',
    clauses: ['5.6.6', '6.5.3.2'],
    method: 'DELETE',
    route: '/entities/:id',
    valid: { path: `/entities/${here}`, status: 204 },
    common: ['context', 'tenant'],
    cases: [
      notThere,
      noUri,
      otherType,
      noType,
      conflict('the exclusive source does not delete (§5.6.6.4)', atLocked),
    ],
  },
  {
    operation: 'Replace Entity',
    clauses: ['5.6.18', '6.5.3.3'],
    method: 'PUT',
    route: '/entities/:id',
    valid: { path: `/entities/${here}`, body: { id: here, type: 'OffStreetParking' }, status: 204 },
    common: ['object', 'context', 'tenant'],
    cases: [
      { ...notThere, body: { type: 'OffStreetParking' } },
      noUri,
      otherType,
      noType,
      otherId,
      ...nullErrors({ type: 'OffStreetParking' }),
      ...attributeErrors({ type: 'OffStreetParking' }),
      conflict('the exclusive source of all of it does not replace (§5.6.18.4)', {
        ...atLocked,
        body: { type: 'OffStreetParking', availableSpots: spots },
      }),
    ],
  },
  {
    operation: 'Merge Entity',
    clauses: ['5.6.17', '6.5.3.4'],
    method: 'PATCH',
    route: '/entities/:id',
    valid: { path: `/entities/${here}`, body: { owner: { object: 'urn:a:b' } }, status: 204 },
    common: ['object', 'context', 'tenant', 'mergePatch'],
    cases: [
      notThere,
      noUri,
      otherType,
      noType,
      otherId,
      badRequest('observedAt is no date and time (§6.5.3.4)', { query: 'observedAt=today' }),
      badRequest('lang is no language (§6.5.3.4)', { query: 'lang=5' }),
      badRequest('observedAt of an attribute is no date and time (§4.8)', {
        body: { owner: { object: 'urn:a:b', observedAt: 'today' } },
      }),
      invalidRequest('options are unknown (§6.3.20)', { query: 'options=colourful' }),
      invalidRequest('the format is unknown (§6.3.7)', { query: 'format=colourful' }),
      conflict('the exclusive source of all of it does not merge (§5.6.17.4)', {
        ...atLocked,
        body: { availableSpots: spots },
      }),
    ],
  },
];
