import type { CompiledContext } from '@allmende/jsonld';
import { isJsonObject, type Finding } from '@allmende/kernel';
import { isDateTime } from '../entities/date-time.ts';
import { refuseFindings } from '../entities/entity-parser.ts';
import type { Entity } from '../entities/entity.ts';
import { isUri } from '../entities/value-parser.ts';
import { badRequestData, notAnObject } from '../problems.ts';
import { invalidParameter } from '../query-language/problems.ts';
import type { QueryNode } from '../query-language/query.ts';
import type { Snapshot } from './snapshot-store.ts';

/** What a client may say of a snapshot (§5.2.41). */
export type SnapshotFragment = Partial<
  Pick<Snapshot, 'id' | 'snapshotQueries' | 'snapshotPriority' | 'expiresAt'>
>;

const isPriority = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 10;

const checks: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  id: [isUri, 'must be a URI'],
  type: [(value) => value === 'Snapshot', 'must be Snapshot'],
  snapshotPriority: [isPriority, 'must be a whole number from 1 to 10'],
  expiresAt: [isDateTime, 'must be a date and time in UTC, such as 2026-01-31T12:00:00Z'],
  '@context': [() => true, ''],
};

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

/** Reads a snapshot or a part of it; refuses what only the broker writes, and `snapshotQueries` unless asked for. */
export const parseSnapshot = (body: unknown, needs: { readonly queries: boolean }): SnapshotFragment => {
  if (!isJsonObject(body)) throw notAnObject();
  const findings: Finding[] = Object.entries(body).flatMap(([name, value]) => {
    if (name === 'snapshotQueries' && needs.queries) return [];
    const known = Object.hasOwn(checks, name) ? checks[name] : undefined;
    const [isValid, detail] = known ?? [() => false, 'cannot be given here'];
    return isValid(value) ? [] : [{ pointer: `/${name}`, detail }];
  });
  if (needs.queries) findings.push(...queriesFindings(body['snapshotQueries']));
  refuseFindings(findings);
  const { type: _type, '@context': _context, ...fragment } = body;
  return fragment as SnapshotFragment;
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
