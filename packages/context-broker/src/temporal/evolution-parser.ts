import { isJsonObject } from '@allmende/kernel';
import { parseInstances, pointerSegment, type Parsing } from '../entities/attribute-parser.ts';
import type { AttributeInstance } from '../entities/entity.ts';
import { isName, parseEntity, refuseFindings } from '../entities/entity-parser.ts';
import { badRequestData } from '../problems.ts';

/** An entity with instances of its attributes side by side in time (§4.5.7). */
export interface Evolution {
  readonly id: string;
  readonly types: readonly string[];
  readonly scopes?: readonly string[];
  /** Expanded name → instances as given; several may have the same datasetId. */
  readonly attributes: Readonly<Record<string, readonly AttributeInstance[]>>;
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

/** Parses the temporal representation of an entity; rejects with all findings. */
export const parseEvolution = (body: unknown, parsing: Parsing): Evolution => {
  const attributes = parseAttributes(body, parsing);
  if (!isJsonObject(body)) throw badRequestData('The body is not a JSON object.');
  const head = Object.fromEntries(Object.entries(body).filter(([name]) => entityMembers.has(name)));
  const { id, types, scopes } = parseEntity(head, parsing);
  refuseFindings(parsing.findings);
  return { id, types, ...(scopes === undefined ? {} : { scopes }), attributes };
};
