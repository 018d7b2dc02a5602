import type { CompiledContext } from '@allmende/jsonld';
import { isJsonObject, type Finding } from '@allmende/kernel';
import { refuseFindings } from '../entities/entity-parser.ts';
import type { Entity } from '../entities/entity.ts';
import { isUri } from '../entities/value-parser.ts';
import { badRequestData, notAnObject } from '../problems.ts';
import { invalidParameter } from '../query-language/problems.ts';
import type { QueryNode } from '../query-language/query.ts';
import { parseDuration } from '../temporal/duration.ts';
import type { Snapshot } from './snapshot-store.ts';

/** What a client may say of a snapshot (§5.2.41). */
export type SnapshotFragment = Partial<
  Pick<
    Snapshot,
    'id' | 'snapshotQueries' | 'snapshotPriority' | 'snapshotLifetime' | 'endpoint' | 'receiverInfo'
  >
>;

const isHttpAddress = (value: unknown): boolean => {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url?.protocol === 'http:' || url?.protocol === 'https:';
};

const isHeader = (pair: unknown): boolean =>
  isJsonObject(pair) &&
  /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u.test(String(pair['key'])) &&
  typeof pair['value'] === 'string' &&
  /^[\t\x20-\x7e\x80-\xff]*$/u.test(pair['value']);

const isDuration = (value: unknown): boolean =>
  typeof value === 'string' && parseDuration(value) !== undefined;

const isPriority = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 10;

const checks: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  id: [isUri, 'must be a URI'],
  type: [(value) => value === 'Snapshot', 'must be Snapshot'],
  snapshotPriority: [isPriority, 'must be a whole number from 1 to 10'],
  snapshotLifetime: [isDuration, 'must be an ISO 8601 duration such as P7D'],
  endpoint: [isHttpAddress, 'must be an http or https address'],
  receiverInfo: [
    (value) => Array.isArray(value) && value.every(isHeader),
    'must be a list of {key, value} that are headers',
  ],
  '@context': [() => true, ''],
};

/** What the broker writes; it is ignored when it is given (table 5.2.41-2). */
const ownMembers: ReadonlySet<string> = new Set([
  'snapshotStatus',
  'snapshotQueriesDetails',
  'snapshotTemporalQueriesDetails',
  'createdAt',
  'modifiedAt',
  'expiresAt',
  'lastUsedAt',
]);

const queryFinding = (query: unknown, index: number): readonly Finding[] => {
  const pointer = `/snapshotQueries/${index}`;
  if (!isJsonObject(query) || query['type'] !== 'Query') return [{ pointer, detail: 'must be a Query' }];
  return query['temporalQ'] === undefined
    ? []
    : [{ pointer: `${pointer}/temporalQ`, detail: 'is not possible in a snapshot (§5.2.41)' }];
};

const queriesFindings = (queries: unknown): readonly Finding[] =>
  Array.isArray(queries) && queries.length > 0
    ? queries.flatMap(queryFinding)
    : [{ pointer: '/snapshotQueries', detail: 'must be a list of queries that is not empty' }];

/** Reads a snapshot or a part of it, without what only the broker writes; refuses `snapshotQueries` unless asked for. */
export const parseSnapshot = (body: unknown, needs: { readonly queries: boolean }): SnapshotFragment => {
  if (!isJsonObject(body)) throw notAnObject();
  const findings: Finding[] = Object.entries(body).flatMap(([name, value]) => {
    if (ownMembers.has(name) || (name === 'snapshotQueries' && needs.queries)) return [];
    const known = Object.hasOwn(checks, name) ? checks[name] : undefined;
    const [isValid, detail] = known ?? [() => false, 'cannot be given here'];
    return isValid(value) ? [] : [{ pointer: `/${name}`, detail }];
  });
  if (needs.queries) findings.push(...queriesFindings(body['snapshotQueries']));
  refuseFindings(findings);
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => !ownMembers.has(name) && name !== 'type' && name !== '@context'),
  );
};

const members = [
  'id',
  'type',
  'snapshotPriority',
  'snapshotStatus',
  'expiresAt',
  'createdAt',
  'modifiedAt',
  'lastUsedAt',
] as const;

const namesIn = (node: QueryNode): readonly string[] =>
  'children' in node ? node.children.flatMap(namesIn) : [node.path.names[0] ?? ''];

/** Refuses a q that asks for something that snapshots do not have (§5.16.7). */
export const refuseOtherMembers = (q: QueryNode, { expand }: CompiledContext): void => {
  const known: ReadonlySet<string> = new Set(members.map((name) => expand(name)));
  const wrong = namesIn(q).find((name) => !known.has(name));
  if (wrong !== undefined) throw invalidParameter('q', 'names what is no member of a snapshot');
};

/** A snapshot as an entity, so that a q can be asked of it. */
export const asEntity = (snapshot: Snapshot, { expand }: CompiledContext): Entity => {
  const { id, createdAt, modifiedAt } = snapshot;
  const attributes = members.flatMap((name) => {
    const value = snapshot[name];
    return value === undefined
      ? []
      : [[expand(name), [{ kind: 'Property' as const, value, createdAt, modifiedAt }]] as const];
  });
  return { id, types: ['Snapshot'], createdAt, modifiedAt, attributes: Object.fromEntries(attributes) };
};

export const refuseMissing = (q: string | undefined): string => {
  if (q === undefined)
    throw badRequestData('q is missing (§5.16.7).', [{ pointer: 'q', detail: 'is missing' }]);
  return q;
};
