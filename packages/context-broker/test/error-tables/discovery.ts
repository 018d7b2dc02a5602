import { badRequest, notFound, type ErrorTable } from './error-table.ts';

/** What there is, and who answers (§5.7.5–§5.7.10, §5.15). */
export const discoveryTables: readonly ErrorTable[] = [
  {
    operation: 'Retrieve (Details of) Available Entity Types',
    clauses: ['5.7.5', '6.25.3.1'],
    method: 'GET',
    route: '/types',
    valid: { path: '/types', status: 200 },
    common: ['context', 'accept', 'tenant'],
    cases: [
      badRequest('details is neither true nor false (§6.25.3.1)', { query: 'details=perhaps' }),
      badRequest('local is neither true nor false (§6.3.18)', { query: 'local=perhaps' }),
    ],
  },
  {
    operation: 'Retrieve Available Entity Type Information',
    clauses: ['5.7.7', '6.26.3.1'],
    method: 'GET',
    route: '/types/:type',
    valid: { path: '/types/OffStreetParking', status: 200 },
    common: ['context', 'accept', 'tenant'],
    cases: [
      notFound('no entity is of the type (§6.26.3.1)', { path: '/types/Museum' }),
      badRequest('the type is no name (§6.26.3.1)', { path: '/types/a%20b' }),
    ],
  },
  {
    operation: 'Retrieve (Details of) Available Attributes',
    clauses: ['5.7.8', '6.27.3.1'],
    method: 'GET',
    route: '/attributes',
    valid: { path: '/attributes', status: 200 },
    common: ['context', 'accept', 'tenant'],
    cases: [badRequest('details is neither true nor false (§6.27.3.1)', { query: 'details=perhaps' })],
  },
  {
    operation: 'Retrieve Available Attribute Information',
    clauses: ['5.7.10', '6.28.3.1'],
    method: 'GET',
    route: '/attributes/:attribute',
    valid: { path: '/attributes/owner', status: 200 },
    common: ['context', 'accept', 'tenant'],
    cases: [
      notFound('no entity has the attribute (§6.28.3.1)', { path: '/attributes/colour' }),
      badRequest('the attribute is no name (§6.28.3.1)', { path: '/attributes/a%20b' }),
    ],
  },
  {
    operation: 'Retrieve Context Source Identity Information',
    clauses: ['5.15.1', '6.33.3.1'],
    method: 'GET',
    route: '/info/sourceIdentity',
    valid: { path: '/info/sourceIdentity', status: 200 },
    common: ['context', 'accept'],
    cases: [],
  },
];
