import type { CompiledContext } from '@allmende/jsonld';
import { isJsonObject, type Finding } from '@allmende/kernel';
import { refuseFindings } from '../entities/entity-parser.ts';
import type { Entity } from '../entities/entity.ts';
import { idExpected, isId } from '../entities/value-parser.ts';
import { badRequestData, notAnObject } from '../problems.ts';
import { invalidParameter } from '../query-language/problems.ts';
import type { QueryNode } from '../query-language/query.ts';
import { parseDuration } from '../temporal/duration.ts';
import type { Snapshot } from './snapshot-store.ts';

/** What a client may say of a snapshot (§5.2.41). */
export type SnapshotFragment = Partial<
  Pick<
    Snapshot,
    | 'id'
    | 'snapshotQueries'
    | 'snapshotTemporalQueries'
    | 'snapshotLifetime'
    | 'snapshotPriority'
    | 'endpoint'
    | 'receiverInfo'
  >
>;

type Test = readonly [isValid: (value: unknown) => boolean, detail: string];

const isPriority = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 10;

const isHttpAddress = (value: unknown): boolean => {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url?.protocol === 'http:' || url?.protocol === 'https:';
};

const isHeader = (pair: unknown): boolean =>
  isJsonObject(pair) &&
  typeof pair['key'] === 'string' &&
  /^[\w!#$%&'*+.^`|~-]+$/u.test(pair['key']) &&
  typeof pair['value'] === 'string' &&
  /^[\t\u0020-\u007e]*$/u.test(pair['value']);

const checks: Readonly<Record<string, Test>> = {
  id: [isId, idExpected],
  type: [(value) => value === 'Snapshot', 'must be Snapshot'],
  snapshotLifetime: [
    (value) => typeof value === 'string' && parseDuration(value) !== undefined,
    'must be an ISO 8601 duration such as P1D',
  ],
  snapshotPriority: [isPriority, 'must be a whole number from 1 to 10'],
  endpoint: [isHttpAddress, 'must be an http or https address'],
  receiverInfo: [
    (value) => Array.isArray(value) && value.every(isHeader),
    'must be a list of {key, value} that can be headers',
  ],
  '@context': [() => true, ''],
};

/** Members that the broker writes; they are ignored (table 5.2.41-2). */
const ownMembers: ReadonlySet<string> = new Set([
  'snapshotStatus',
  'snapshotQueriesDetails',
  'snapshotTemporalQueriesDetails',
  'createdAt',
  'modifiedAt',
  'expiresAt',
  'lastUsedAt',
]);

const queryMembers = ['snapshotQueries', 'snapshotTemporalQueries'] as const;

const queryFinding =
  (member: (typeof queryMembers)[number]) =>
  (query: unknown, index: number): readonly Finding[] => {
    const pointer = `/${member}/${index}`;
    if (!isJsonObject(query) || query['type'] !== 'Query') return [{ pointer, detail: 'must be a Query' }];
    const isTemporal = query['temporalQ'] !== undefined;
    if (isTemporal === (member === 'snapshotTemporalQueries')) return [];
    return [{ pointer: `${pointer}/temporalQ`, detail: isTemporal ? 'is not possible here' : 'is missing' }];
  };

const queriesFindings = (body: Readonly<Record<string, unknown>>): readonly Finding[] => {
  const given = queryMembers.filter((member) => body[member] !== undefined);
  if (given.length === 0)
    return [{ pointer: '/snapshotQueries', detail: 'or snapshotTemporalQueries is needed (§5.2.41)' }];
  return given.flatMap((member) => {
    const queries = body[member];
    return Array.isArray(queries) && queries.length > 0
      ? queries.flatMap(queryFinding(member))
      : [{ pointer: `/${member}`, detail: 'must be a list of queries that is not empty' }];
  });
};

/** Reads a snapshot or a part of it; refuses queries unless they are asked for, and ignores what the broker writes. */
export const parseSnapshot = (body: unknown, needs: { readonly queries: boolean }): SnapshotFragment => {
  if (!isJsonObject(body)) throw notAnObject();
  const given = Object.fromEntries(Object.entries(body).filter(([name]) => !ownMembers.has(name)));
  const findings: Finding[] = Object.entries(given).flatMap(([name, value]) => {
    if (needs.queries && queryMembers.some((member) => member === name)) return [];
    const known = Object.hasOwn(checks, name) ? checks[name] : undefined;
    const [isValid, detail] = known ?? [() => false, 'cannot be given here'];
    return isValid(value) ? [] : [{ pointer: `/${name}`, detail }];
  });
  if (needs.queries) {
    if (given['type'] === undefined) findings.push({ pointer: '/type', detail: 'must be Snapshot' });
    findings.push(...queriesFindings(given));
  }
  refuseFindings(findings);
  const { type: _type, '@context': _context, ...fragment } = given;
  return fragment as SnapshotFragment;
};

const members = [
  'id',
  'type',
  'snapshotLifetime',
  'snapshotPriority',
  'snapshotStatus',
  'endpoint',
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
