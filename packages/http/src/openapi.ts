import type { HttpMethod, Route } from './route.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface ParameterDescription {
  readonly description: string;
  readonly schema: JsonSchema;
}

/** What an operation answers with a status. */
export interface AnswerDescription {
  readonly description: string;
  /** None where there is no body. */
  readonly mediaTypes?: readonly string[];
  readonly schema?: JsonSchema;
}

/** What a row of a route table does not say by itself. */
export interface OperationDescription {
  readonly summary: string;
  readonly tag: string;
  readonly body?: { readonly mediaTypes: readonly string[]; readonly schema: JsonSchema };
  /** By status; refusals too. */
  readonly answers: Readonly<Record<number, AnswerDescription>>;
  /** Names of request headers that it reads. */
  readonly headers?: readonly string[];
}

/** The descriptions of a module's routes. */
export interface ApiDescription {
  /** By method and path as in the route table, for example `GET /api/alerts/:id`. */
  readonly operations: Readonly<Record<string, OperationDescription>>;
  /** Parameters by name: of queries, of paths (`:id`) and of headers. */
  readonly parameters: Readonly<Record<string, ParameterDescription>>;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

export const operationKey = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

const pathNames = (path: string): readonly string[] =>
  [...path.matchAll(/:(\w+)/gu)].map(([, name = '']) => name);

const contentOf = (mediaTypes: readonly string[], schema: JsonSchema = {}): JsonSchema =>
  Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }]));

const responsesOf = (answers: OperationDescription['answers']): JsonSchema =>
  Object.fromEntries(
    Object.entries(answers).map(([status, { description, mediaTypes, schema }]) => [
      status,
      { description, ...(mediaTypes === undefined ? {} : { content: contentOf(mediaTypes, schema) }) },
    ]),
  );

const idOf = (method: HttpMethod, path: string): string =>
  `${method.toLowerCase()}${path.replaceAll(/[^A-Za-z0-9]+(\w)/gu, (_, first: string) => first.toUpperCase())}`;

const operationOf = (
  { method, path, clause, query = [] }: Route,
  { summary, tag, body, answers, headers = [] }: OperationDescription,
  parameters: ApiDescription['parameters'],
): JsonSchema => {
  const parameter = (place: 'query' | 'path' | 'header', name: string, key = name): JsonSchema => {
    const { description, schema } = parameters[key] ?? { description: '', schema: { type: 'string' } };
    return { name, in: place, required: place === 'path', description, schema };
  };
  return {
    operationId: idOf(method, path),
    summary,
    tags: [tag],
    ...(clause === undefined ? {} : { description: `ETSI GS CIM 009 v1.9.1, clause ${clause}.` }),
    parameters: [
      ...pathNames(path).map((name) => parameter('path', name, `:${name}`)),
      ...query.map((name) => parameter('query', name)),
      ...headers.map((name) => parameter('header', name)),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: contentOf(body.mediaTypes, body.schema) } }),
    responses: responsesOf(answers),
  };
};

/** The description of a route with the parameters of its module. */
const findDescription = (
  route: Route,
  descriptions: readonly ApiDescription[],
): readonly [OperationDescription, ApiDescription['parameters']] | undefined => {
  for (const { operations, parameters } of descriptions) {
    const operation = operations[operationKey(route)];
    if (operation !== undefined) return [operation, parameters];
  }
  return undefined;
};

const gapsOf = (route: Route, descriptions: readonly ApiDescription[]): readonly string[] => {
  const key = operationKey(route);
  const found = findDescription(route, descriptions);
  if (found === undefined) return [`${key} is not described`];
  const [{ headers = [] }, parameters] = found;
  return [...(route.query ?? []), ...pathNames(route.path).map((name) => `:${name}`), ...headers]
    .filter((name) => parameters[name] === undefined)
    .map((name) => `${key}: ${name} is not described`);
};

/** What route tables and their descriptions do not have of one another. */
export const descriptionGaps = (
  routes: readonly Route[],
  descriptions: readonly ApiDescription[],
): readonly string[] => {
  const keys = new Set(routes.map(operationKey));
  const described = descriptions.flatMap(({ operations }) => Object.keys(operations));
  return [
    ...routes.flatMap((route) => gapsOf(route, descriptions)),
    ...described.filter((key) => !keys.has(key)).map((key) => `${key} is no route`),
  ];
};

/** The OpenAPI 3.1 document of route tables; what is not described is left out. */
export const openApiDocument = (
  info: { readonly title: string; readonly version: string; readonly description: string },
  routes: readonly Route[],
  descriptions: readonly ApiDescription[],
): JsonSchema => {
  const paths = new Map<string, Record<string, JsonSchema>>();
  for (const route of routes) {
    const found = findDescription(route, descriptions);
    if (found === undefined) continue;
    const path = route.path.replaceAll(/:(\w+)/gu, '{$1}');
    const item = paths.get(path) ?? {};
    item[route.method.toLowerCase()] = operationOf(route, ...found);
    paths.set(path, item);
  }
  const schemas = descriptions.flatMap((description) => Object.entries(description.schemas));
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas) },
  };
};
