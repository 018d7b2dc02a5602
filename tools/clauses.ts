import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** NGSI-LD operations (ETSI GS CIM 009 v1.9.1): the clause of the operation, and that of its binding. */
export const operations: readonly (readonly [operation: string, binding: string, name: string])[] = [
  ['5.6.1', '6.4.3.1', 'Create Entity'],
  ['5.6.2', '6.6.3.2', 'Update Attributes'],
  ['5.6.3', '6.6.3.1', 'Append Attributes'],
  ['5.6.4', '6.7.3.1', 'Partial Attribute Update'],
  ['5.6.5', '6.7.3.2', 'Delete Attribute'],
  ['5.6.6', '6.5.3.2', 'Delete Entity'],
  ['5.6.7', '6.14.3.1', 'Batch Entity Creation'],
  ['5.6.8', '6.15.3.1', 'Batch Entity Creation or Update'],
  ['5.6.9', '6.16.3.1', 'Batch Entity Update'],
  ['5.6.10', '6.17.3.1', 'Batch Entity Delete'],
  ['5.6.11', '6.18.3.1', 'Create or Update Temporal Evolution of an Entity'],
  ['5.6.12', '6.20.3.1', 'Add Attributes to Temporal Evolution of an Entity'],
  ['5.6.13', '6.21.3.1', 'Delete Attribute from Temporal Evolution of an Entity'],
  ['5.6.14', '6.22.3.1', 'Modify Attribute Instance in Temporal Evolution of an Entity'],
  ['5.6.15', '6.22.3.2', 'Delete Attribute Instance from Temporal Evolution of an Entity'],
  ['5.6.16', '6.19.3.2', 'Delete Temporal Evolution of an Entity'],
  ['5.6.17', '6.5.3.4', 'Merge Entity'],
  ['5.6.18', '6.5.3.3', 'Replace Entity'],
  ['5.6.19', '6.7.3.3', 'Replace Attribute'],
  ['5.6.20', '6.31.3.1', 'Batch Entity Merge'],
  ['5.6.21', '6.4.3.3', 'Purge Entities'],
  ['5.7.1', '6.5.3.1', 'Retrieve Entity'],
  ['5.7.2', '6.4.3.2', 'Query Entities'],
  ['5.7.2', '6.23.3.1', 'Query Entities by POST'],
  ['5.7.3', '6.19.3.1', 'Retrieve Temporal Evolution of an Entity'],
  ['5.7.4', '6.18.3.2', 'Query Temporal Evolution of Entities'],
  ['5.7.4', '6.24.3.1', 'Query Temporal Evolution of Entities by POST'],
  ['5.7.5', '6.25.3.1', 'Retrieve Available Entity Types, and their Details (§5.7.6)'],
  ['5.7.7', '6.26.3.1', 'Retrieve Available Entity Type Information'],
  ['5.7.8', '6.27.3.1', 'Retrieve Available Attributes, and their Details (§5.7.9)'],
  ['5.7.10', '6.28.3.1', 'Retrieve Available Attribute Information'],
  ['5.8.1', '6.10.3.1', 'Create Subscription'],
  ['5.8.2', '6.11.3.2', 'Update Subscription'],
  ['5.8.3', '6.11.3.1', 'Retrieve Subscription'],
  ['5.8.4', '6.10.3.2', 'Query Subscriptions'],
  ['5.8.5', '6.11.3.3', 'Delete Subscription'],
  ['5.8.6', '5.8.6', 'Notification of another broker, received'],
  ['5.9.2', '6.8.3.1', 'Register Context Source'],
  ['5.9.3', '6.9.3.2', 'Update Context Source Registration'],
  ['5.9.4', '6.9.3.3', 'Delete Context Source Registration'],
  ['5.10.1', '6.9.3.1', 'Retrieve Context Source Registration'],
  ['5.10.2', '6.8.3.2', 'Query Context Source Registrations'],
  ['5.11.2', '6.12.3.1', 'Create Context Source Registration Subscription'],
  ['5.11.3', '6.13.3.2', 'Update Context Source Registration Subscription'],
  ['5.11.4', '6.13.3.1', 'Retrieve Context Source Registration Subscription'],
  ['5.11.5', '6.12.3.2', 'Query Context Source Registration Subscriptions'],
  ['5.11.6', '6.13.3.3', 'Delete Context Source Registration Subscription'],
  ['5.13.2', '6.29.3.1', 'Add @context'],
  ['5.13.3', '6.29.3.2', 'List @contexts'],
  ['5.13.4', '6.30.3.1', 'Serve @context'],
  ['5.13.5', '6.30.3.2', 'Delete and Reload @context'],
  ['5.14.1', '6.32.3.1', 'Retrieve EntityMap'],
  ['5.14.2', '6.32.3.2', 'Update EntityMap'],
  ['5.14.3', '6.32.3.3', 'Delete EntityMap'],
  ['5.14.4', '6.34.3.1', 'Create EntityMap for Query Entities'],
  ['5.14.5', '6.35.3.1', 'Create EntityMap for Query Temporal Evolution of Entities'],
  ['5.15.1', '6.33.3.1', 'Retrieve Context Source Identity Information'],
  ['5.16.1', '6.36.3.1', 'Create Snapshot'],
  ['5.16.2', '6.38.3.1', 'Clone Snapshot'],
  ['5.16.3', '6.37.3.1', 'Retrieve Snapshot Status'],
  ['5.16.4', '6.37.3.2', 'Update Snapshot Status'],
  ['5.16.5', '6.37.3.3', 'Delete Snapshot'],
  ['5.16.7', '6.36.3.2', 'Purge Snapshots'],
];

/** What operations have in common, and where it is: clause, name, folder or file of packages/context-broker/src. */
export const features: readonly (readonly [clause: string, name: string, place: string])[] = [
  ['4.3.6', 'Distributed Operations', 'distribution'],
  ['4.3.7', 'Snapshots', 'snapshots'],
  ['4.5.1', 'Entity Representation', 'entities/present.ts'],
  ['4.5.5', 'Multi-Attribute Support', 'entities/attribute-parser.ts'],
  ['4.5.6', 'Temporal Representation', 'temporal/present-temporal.ts'],
  ['4.5.16', 'GeoJSON Representation', 'entities/present.ts'],
  ['4.5.19', 'Aggregated Temporal Representation', 'temporal/aggregate.ts'],
  ['4.5.23', 'Linked Entity Retrieval', 'linked-entities'],
  ['4.5.25', 'EntityMap Representation', 'entity-maps'],
  ['4.9', 'Query Language', 'query-language/parser.ts'],
  ['4.10', 'Geoquery Language', 'query-language/geo-query-parser.ts'],
  ['4.11', 'Temporal Query Language', 'temporal/temporal-query.ts'],
  ['4.14', 'Multiple Tenants', 'tenants'],
  ['4.15', 'Language Filter', 'entities/present.ts'],
  ['4.17', 'Entity Type Selection Language', 'query-language/type-selection-parser.ts'],
  ['4.18', 'Scopes', 'temporal/scope-history.ts'],
  ['4.19', 'Scope Query Language', 'query-language/scope-query-parser.ts'],
  ['4.20', 'Distributed Operation Names', 'registrations/operations.ts'],
  ['4.21', 'Attribute Projection Language', 'query-language/projection-parser.ts'],
  ['4.22', 'Transient Storage', 'expiry'],
  ['4.23', 'Entity Ordering', 'ordering'],
  ['5.12', 'Matching Context Source Registrations', 'registrations/matches-registration.ts'],
  ['5.5.8', 'Partial Update Patch', 'entities/transitions.ts'],
  ['5.5.9', 'Pagination', 'query-language/query-routes.ts'],
  ['5.5.10', 'Multi-Tenant Behaviour', 'tenants'],
  ['5.5.12', 'Merge Patch', 'entities/transitions.ts'],
  ['5.5.14', 'Distributed Transactional Behaviour', 'entity-maps'],
  ['6.3.2', 'Error Types', 'ngsi-ld-errors.ts'],
  ['6.3.4', 'HTTP request preconditions', 'tenants/tenant-routes.ts'],
  ['6.3.5', '@context resolution', 'entities/request-context.ts'],
  ['6.3.6', 'Preferred version', 'entities/preferred-version.ts'],
  ['6.3.10', 'Pagination and partial content', 'temporal/partial-content.ts'],
  ['6.3.14', 'Tenant specification', 'tenants/tenant-routes.ts'],
  ['6.3.17', 'Caching and timeouts of distributed operations', 'distribution/source-caller.ts'],
  ['6.3.18', 'Limiting distributed operations', 'distribution/via.ts'],
  ['6.3.22', 'Snapshot specification', 'snapshots/snapshot-routes.ts'],
  ['7.2', 'Notifications over MQTT', 'subscriptions'],
];

/** A route as its table names it. */
export interface Operation {
  readonly clause?: string;
  readonly method: string;
  readonly path: string;
}

const root = join(import.meta.dirname, '../packages/context-broker');

interface Source {
  /** Path below packages/context-broker. */
  readonly file: string;
  readonly text: string;
}

const sourcesIn = (folder: string): readonly Source[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .toSorted()
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(join(root, folder, file), 'utf8') }));

const partsOf = (clause: string): readonly number[] => clause.split('.').map(Number);

/** Whether a clause lies in a range such as §5.6.11–§5.6.16, whose ends differ in their last number. */
const isBetween = (clause: string, [from, to]: readonly [string, string]): boolean => {
  const [own, first, last] = [partsOf(clause), partsOf(from), partsOf(to)];
  const depth = first.length - 1;
  const isSibling = first.slice(0, depth).every((part, index) => own[index] === part && last[index] === part);
  const number = own[depth] ?? Number.NaN;
  return isSibling && number >= (first[depth] ?? 0) && number <= (last[depth] ?? 0);
};

/** Whether a text speaks of a clause: by itself, by a part of it, or in a range. */
export const speaksOf = (text: string, clause: string): boolean => {
  const ranges = text.matchAll(/§(\d[\d.]*\d)\s*(?:–|to)\s*§?(\d[\d.]*\d)/gu);
  if ([...ranges].some(([, from = '', to = '']) => isBetween(clause, [from, to]))) return true;
  return [...text.matchAll(/§(\d[\d.]*\d)/gu)].some(
    ([, named = '']) => named === clause || named.startsWith(`${clause}.`),
  );
};

const shown = (files: readonly string[]): string =>
  files.length === 0 ? '' : files.map((file) => `\`${file.replace(/^(?:src|test)\//u, '')}\``).join(', ');

const maxShown = 4;

/** The tests that speak of a clause of an operation or of its binding. */
const testsOf = (sources: readonly Source[], ...clauses: readonly string[]): readonly string[] =>
  sources
    .filter(({ file }) => file.endsWith('.test.ts') || file.endsWith('.contract.ts'))
    .filter(({ text }) => clauses.some((clause) => speaksOf(text, clause)))
    .map(({ file }) => file)
    .slice(0, maxShown);

const placeOf = (sources: readonly Source[], binding: string): readonly string[] =>
  sources
    .filter(({ file }) => file.startsWith('src/') && !file.includes('/distribution/'))
    .filter(({ text }) => text.includes(`'${binding}'`))
    .map(({ file }) => file);

export interface ClauseRow {
  readonly clause: string;
  readonly cells: readonly string[];
  readonly tests: readonly string[];
}

const operationRows = (sources: readonly Source[], routes: readonly Operation[]): readonly ClauseRow[] =>
  operations.map(([clause, binding, name]) => {
    const route = routes.find((one) => one.clause === binding);
    const address = route === undefined ? '' : `\`${route.method} ${route.path.replace('/ngsi-ld/v1', '')}\``;
    const tests = testsOf(sources, clause, binding);
    return { clause, cells: [name, address, shown(placeOf(sources, binding)), shown(tests)], tests };
  });

const featureRows = (sources: readonly Source[]): readonly ClauseRow[] =>
  features.map(([clause, name, place]) => {
    const tests = testsOf(sources, clause);
    return { clause, cells: [name, `\`${place}\``, shown(tests)], tests };
  });

const table = (head: readonly string[], rows: readonly ClauseRow[]): string =>
  [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map(({ clause, cells }) => `| §${clause} | ${cells.join(' | ')} |`),
  ].join('\n');

/** The rows of docs/clauses.md, from the route tables and the tests. */
export const clauseRows = (
  routes: readonly Operation[],
): { readonly operations: readonly ClauseRow[]; readonly features: readonly ClauseRow[] } => {
  const sources = [...sourcesIn('src'), ...sourcesIn('test')];
  return { operations: operationRows(sources, routes), features: featureRows(sources) };
};

/** docs/clauses.md. */
export const clausesPage = (routes: readonly Operation[]): string => {
  const rows = clauseRows(routes);
  return `# Clauses

Where NGSI-LD v1.9.1 (ETSI GS CIM 009) is implemented and tested, below \`packages/context-broker\`. Written by
\`npm run docs:clauses\` from the route tables and the tests; \`tools/clauses.test.ts\` fails when it is out of date, or
when an operation has no route or no test. Of many tests the first are named. What is not offered, and where the
official suite disagrees, is told in [conformance](conformance.md).

## Operations

${table(['clause', 'operation', 'address', 'routes', 'tests'], rows.operations)}

## What they have in common

${table(['clause', 'what', 'where', 'tests'], rows.features)}
`;
};
