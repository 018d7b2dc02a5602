import { isJsonObject } from '@allmende/kernel';
import { parseInstances, pointerSegment, type Parsing } from '../entities/attribute-parser.ts';
import type { AttributeInstance } from '../entities/entity.ts';
import { isName, parseEntity, parseScopes, refuseFindings } from '../entities/entity-parser.ts';
import { badRequestData } from '../problems.ts';

/** An entity with instances of its attributes side by side in time (§4.5.7). */
export interface Evolution {
  readonly id: string;
  readonly types: readonly string[];
  /** Expanded name → instances as given; several may have the same datasetId. */
  readonly attributes: Readonly<Record<string, readonly AttributeInstance[]>>;
  /** What the scopes were, in order of time (§4.5.6). */
  readonly scopes: readonly AttributeInstance[];
}

const entityMembers = new Set([
  'id',
  '@id',
  'type',
  '@type',
  'scope',
  '@context',
  'createdAt',
  'modifiedAt',
  'deletedAt',
  'expiresAt',
]);

/** Parses attributes with instances side by side in time; members of the entity are left aside. Findings stay. */
export const parseAttributes = (
  body: unknown,
  parsing: Parsing,
): Readonly<Record<string, readonly AttributeInstance[]>> => {
  if (!isJsonObject(body)) throw badRequestData('The body is not a JSON object.');
  const attributes: Record<string, readonly AttributeInstance[]> = {};
  for (const [name, given] of Object.entries(body)) {
    if (entityMembers.has(name)) continue;
    const pointer = `/${pointerSegment(name)}`;
    if (!isName(name)) {
      parsing.findings.push({ pointer, detail: 'is not a valid attribute name' });
      continue;
    }
    const instances: readonly unknown[] = Array.isArray(given) ? given : [given];
    const expanded = parsing.context.expand(name);
    attributes[expanded] = instances.flatMap((instance, index) =>
      parseInstances(instance, { pointer: `${pointer}/${index}`, depth: 0, name: expanded }, parsing),
    );
  }
  return attributes;
};

/** Scopes as instances of a Property (§4.5.6), or as the plain texts that they are now. */
const parseScopeInstances = (given: unknown, parsing: Parsing): readonly AttributeInstance[] => {
  if (given === undefined) return [];
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  const instances = all.some(isJsonObject) ? all : [{ type: 'Property', value: given }];
  const parsed = instances.flatMap((instance, index) => {
    const pointer = `/scope/${index}`;
    const value = isJsonObject(instance) ? instance['value'] : undefined;
    const scopes = parseScopes(value, parsing.findings, pointer);
    return parseInstances(instance, { pointer, depth: 0 }, parsing).map((one) => ({
      ...one,
      value: scopes.length === 1 ? scopes[0] : scopes,
    }));
  });
  const timeOf = ({ observedAt, modifiedAt }: AttributeInstance): number =>
    Date.parse(observedAt ?? modifiedAt);
  return parsed.toSorted((left, right) => timeOf(left) - timeOf(right));
};

/** Parses the temporal representation of an entity; rejects with all findings. */
export const parseEvolution = (body: unknown, parsing: Parsing): Evolution => {
  // Deletions are a part of the past (§5.5.4); the entity itself has none.
  const attributes = parseAttributes(body, { ...parsing, nullDeletes: true });
  if (!isJsonObject(body)) throw badRequestData('The body is not a JSON object.');
  const members = Object.entries(body).filter(([name]) => entityMembers.has(name) && name !== 'scope');
  const scopes = parseScopeInstances(body['scope'], parsing);
  const { id, types } = parseEntity(Object.fromEntries(members), parsing);
  refuseFindings(parsing.findings);
  return { id, types, attributes, scopes };
};
