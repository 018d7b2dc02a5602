import { isUri } from '../entities/value-parser.ts';
import type { Parameters, Presentation } from '../query-language/entity-parameters.ts';
import { listOf } from '../query-language/entity-parameters.ts';
import { invalidParameter } from '../query-language/problems.ts';
import { depthOf } from '../query-language/projection-parser.ts';

/** How entities that relationships lead to are given with an entity (§4.5.23). */
export interface Join {
  readonly mode: 'inline' | 'flat';
  /** How many links are followed. */
  readonly level: number;
  /** Entities that the client knows already and that are not followed. */
  readonly containedBy: ReadonlySet<string>;
}

export const joinParameters = ['join', 'joinLevel', 'containedBy'] as const;

const maxLevel = 10;

const parseLevel = (text: string | undefined): number => {
  if (text === undefined) return 1;
  const level = /^\d{1,2}$/u.test(text) ? Number(text) : 0;
  if (level < 1 || level > maxLevel)
    throw invalidParameter('joinLevel', `a number from 1 to ${String(maxLevel)} is expected`);
  return level;
};

const refuseDeeperThan = (level: number, { projections = {} }: Presentation): void => {
  for (const [name, projection] of Object.entries(projections)) {
    if (projection === undefined || depthOf(projection) <= level) continue;
    throw invalidParameter(
      name,
      level === 0 ? 'names members of linked entities, which needs join' : 'reaches deeper than joinLevel',
    );
  }
};

/** Reads join, joinLevel and containedBy; undefined without join. Refuses projections that reach deeper. */
export const parseJoin = (given: Parameters, presentation: Presentation): Join | undefined => {
  const { join } = given;
  const containedBy = listOf(given, 'containedBy') ?? [];
  if (!containedBy.every(isUri)) throw invalidParameter('containedBy', 'a list of URIs is expected');
  const level = parseLevel(given['joinLevel']);
  if (join !== undefined && join !== 'inline' && join !== 'flat' && join !== '@none')
    throw invalidParameter('join', 'inline, flat or @none is expected');
  if (join === undefined || join === '@none') {
    if (given['joinLevel'] !== undefined) throw invalidParameter('joinLevel', 'needs join');
    refuseDeeperThan(0, presentation);
    return undefined;
  }
  refuseDeeperThan(level, presentation);
  return { mode: join, level, containedBy: new Set(containedBy) };
};
