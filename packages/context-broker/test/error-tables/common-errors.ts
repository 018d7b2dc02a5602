import {
  badRequest,
  invalidRequest,
  typeAddress,
  type Changed,
  type CommonCondition,
  type ErrorCase,
  type ErrorTable,
} from './error-table.ts';

const missing = 'https://example.org/missing.jsonld';
const cyclic = 'https://example.org/cyclic.jsonld';
const linkTo = (address: string) => ({
  link: `<${address}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
});
const ldJson = { 'content-type': 'application/ld+json' };

/** The valid body with a context of its own; in an array, each of its objects has it. */
const withContext = (body: unknown, context: unknown): unknown =>
  Array.isArray(body)
    ? body.map((item: unknown) => withContext(item, context))
    : { ...(body as object), '@context': context };

/** Preconditions of every body (§6.3.4, §5.5.4). */
const bodyErrors: readonly ErrorCase[] = [
  { when: 'the length is not told (§6.3.4)', status: 411, body: null },
  {
    when: 'the body is of a media type that is not supported (§6.3.4)',
    status: 415,
    headers: { 'content-type': 'text/plain' },
  },
  invalidRequest('the media type of the body is not told (§6.3.4)', { headers: { 'content-type': '' } }),
  invalidRequest('the body is empty (§5.5.4)', { body: '' }),
  invalidRequest('the body is not JSON (§5.5.4)', { body: '{"id": ' }),
];

const notMerging: ErrorCase = {
  when: 'the body is a merge patch, which is for PATCH (§6.3.4)',
  status: 415,
  headers: { 'content-type': 'application/merge-patch+json' },
};

const unavailable = (changed: Partial<ErrorCase>): ErrorCase => ({
  when: 'the context cannot be retrieved (§5.5.6)',
  status: 504,
  type: 'LdContextNotAvailable',
  ...changed,
});

/** A refusal of the whole body, or of the only entity of a batch, as each has a context of its own. */
const refusedBody = (when: string, isBatch: boolean, changed: Changed): ErrorCase =>
  isBatch
    ? {
        when,
        status: 207,
        tells: { success: [], errors: [{ error: { type: typeAddress('BadRequestData') } }] },
        ...changed,
      }
    : badRequest(when, changed);

/** How context and media type go together (§6.3.5). */
const bodyContextErrors = (body: unknown): readonly ErrorCase[] => [
  refusedBody('there is a context in application/json (§6.3.5)', Array.isArray(body), {
    body: withContext(body, 'https://example.org/vehicle.jsonld'),
  }),
  refusedBody('there is no context in application/ld+json (§6.3.5)', Array.isArray(body), {
    headers: ldJson,
  }),
  badRequest('a Link header names a context beside application/ld+json (§6.3.5)', {
    body: withContext(body, 'https://example.org/vehicle.jsonld'),
    headers: { ...ldJson, ...linkTo('https://example.org/vehicle.jsonld') },
  }),
  badRequest('the context of the Link header is invalid (§5.5.6)', { headers: linkTo(cyclic) }),
  unavailable({ headers: linkTo(missing) }),
];

const linkErrors: readonly ErrorCase[] = [
  badRequest('the Link header is malformed (§6.3.5)', { headers: { link: 'vehicle.jsonld' } }),
  badRequest('the context of the Link header is invalid (§5.5.6)', { headers: linkTo(cyclic) }),
  unavailable({ headers: linkTo(missing) }),
];

const notAcceptable = (accept: string): ErrorCase => ({
  when: `only ${accept} is accepted (§6.3.4)`,
  status: 406,
  type: 'InvalidRequest',
  headers: { accept },
  tells: { detail: /application\/json, application\/ld\+json/u },
});

const pagingErrors: readonly ErrorCase[] = [
  badRequest('limit is 0 without count (§6.3.13)', { query: 'limit=0' }),
  badRequest('limit is no number (§6.3.10)', { query: 'limit=many' }),
  badRequest('offset is negative (§6.3.10)', { query: 'offset=-1' }),
  badRequest('count is neither true nor false (§6.3.13)', { query: 'count=perhaps' }),
  {
    when: 'limit is beyond what is allowed (§5.5.6)',
    status: 403,
    type: 'TooManyResults',
    query: 'limit=1000000',
  },
];

const tenantErrors: readonly ErrorCase[] = [
  {
    when: 'the tenant does not exist (§5.5.10)',
    status: 404,
    type: 'NonexistentTenant',
    headers: { 'ngsild-tenant': 'nobody' },
  },
];

/** The conditions that an operation shares with others, as its table names them. */
export const commonErrors = ({ method, common, valid }: ErrorTable): readonly ErrorCase[] => {
  const has = (condition: CommonCondition): boolean => common.includes(condition);
  const hasBody = method === 'POST' || method === 'PATCH' || method === 'PUT';
  return [
    badRequest('the tenant has no valid name (§6.3.14)', { headers: { 'ngsild-tenant': 'no tenant!' } }),
    invalidRequest('a parameter is unknown (§6.3.20)', { query: 'colour=red' }),
    ...(has('tenant') ? tenantErrors : []),
    ...(hasBody ? bodyErrors : []),
    ...(hasBody && !has('mergePatch') ? [notMerging] : []),
    ...(has('object') ? [invalidOrBad('the body is no object (§5.5.4)', '[]')] : []),
    ...(has('array')
      ? [
          invalidOrBad('the body is no array (§5.5.4)', '{}'),
          badRequest('the array is empty (§5.6.7.4)', { body: [] }),
        ]
      : []),
    ...(has('context') ? (hasBody ? bodyContextErrors(valid.body) : linkErrors) : []),
    ...(has('accept') ? [notAcceptable('text/html'), notAcceptable('application/geo+json')] : []),
    ...(has('acceptGeo') ? [notAcceptable('text/html')] : []),
    ...(has('paging') ? pagingErrors : []),
  ];
};

/** A JSON text of another shape: not well formed for some operations, for others content that does not fit. */
const invalidOrBad = (when: string, body: string): ErrorCase => ({ when, status: 400, body });
