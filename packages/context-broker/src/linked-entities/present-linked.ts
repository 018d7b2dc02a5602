import { isJsonObject } from '@allmende/kernel';
import type { AttributeInstance, Entity } from '../entities/entity.ts';
import { presentEntity, projected, type Json, type PresentOptions } from '../entities/present.ts';
import type { Projection } from '../query-language/projection-parser.ts';
import type { Join } from './join.ts';

/** Finds an entity by its id. */
export type FindEntity = (id: string) => Promise<Entity | undefined>;

/** How the entities of one level are shown, and where they come from. */
interface Level {
  readonly options: PresentOptions;
  readonly left: number;
  /** Ids on the way here, which are not followed again. */
  readonly ancestors: readonly string[];
}

/** Most linked entities that one request follows. */
const maxLinked = 1000;

const nestedIn = (projection: Projection | undefined, name: string, options: PresentOptions) =>
  projection?.find((term) => options.context.expand(term.name) === name)?.nested;

/** What is shown of entities that an attribute links to: what pick and omit say within its braces. */
const optionsWithin = (options: PresentOptions, name: string): PresentOptions => {
  const { pick: _pick, omit: _omit, attrs: _attrs, projections, ...common } = options;
  const pick = nestedIn(projections?.pick, name, options);
  const omit = nestedIn(projections?.omit, name, options);
  return {
    ...common,
    ...(pick === undefined ? {} : { pick: pick.map((term) => term.name) }),
    ...(omit === undefined
      ? {}
      : { omit: omit.filter(({ nested }) => nested === undefined).map((term) => term.name) }),
    projections: { ...(pick === undefined ? {} : { pick }), ...(omit === undefined ? {} : { omit }) },
  };
};

const targetsOf = ({ kind, value }: AttributeInstance): readonly string[] => {
  if (kind !== 'Relationship' && kind !== 'ListRelationship') return [];
  return (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string');
};

/** Presents entities with those they link to (§4.5.23). */
export class LinkedPresenter {
  readonly #find: FindEntity;
  readonly #join: Join;
  #followed = 0;

  constructor(find: FindEntity, join: Join) {
    this.#find = find;
    this.#join = join;
  }

  async #follow(id: string, ancestors: readonly string[]): Promise<Entity | undefined> {
    if (ancestors.includes(id) || this.#join.containedBy.has(id) || this.#followed >= maxLinked)
      return undefined;
    this.#followed += 1;
    return this.#find(id);
  }

  /** Linked entities within the relationships that lead to them. */
  inline(entity: Entity, options: PresentOptions): Promise<Json> {
    return this.#inline(entity, { options, left: this.#join.level, ancestors: [entity.id] });
  }

  async #inline(entity: Entity, level: Level): Promise<Json> {
    const { options } = level;
    const shown: Record<string, unknown> = { ...presentEntity(entity, options) };
    if (level.left === 0) return shown;
    for (const [name, instances] of Object.entries(projected(entity.attributes, options))) {
      const short = options.context.compact(name);
      const written = instances.length > 1 && Array.isArray(shown[short]) ? shown[short] : [shown[short]];
      const next: Level = {
        options: optionsWithin(options, name),
        left: level.left - 1,
        ancestors: level.ancestors,
      };
      const joined = [];
      for (const [index, instance] of instances.entries()) {
        joined.push(await this.#withTargets(written[index], instance, next));
      }
      if (written.length === instances.length) shown[short] = joined.length === 1 ? joined[0] : joined;
    }
    return shown;
  }

  async #withTargets(written: unknown, instance: AttributeInstance, level: Level): Promise<unknown> {
    const targets: (Json | string)[] = [];
    for (const id of targetsOf(instance)) {
      const entity = await this.#follow(id, level.ancestors);
      const ancestors = [...level.ancestors, id];
      targets.push(entity === undefined ? id : await this.#inline(entity, { ...level, ancestors }));
    }
    const found = targets.filter(isJsonObject);
    if (found.length === 0) return written;
    if (level.options.format === 'keyValues') return Array.isArray(instance.value) ? targets : targets[0];
    if (!isJsonObject(written)) return written;
    return instance.kind === 'ListRelationship' || Array.isArray(instance.value)
      ? { ...written, entityList: found }
      : { ...written, entity: found[0] };
  }

  /** The entities, then those they link to, level by level, each once. */
  async flat(entities: readonly Entity[], options: PresentOptions): Promise<readonly Json[]> {
    const known = new Set(entities.map(({ id }) => id));
    const shown: Json[] = [];
    let current = entities.map((entity) => ({ entity, options }));
    for (let left = this.#join.level; current.length > 0; left -= 1) {
      shown.push(...current.map(({ entity, options: own }) => presentEntity(entity, own)));
      current = left === 0 ? [] : await this.#next(current, known);
    }
    return shown;
  }

  async #next(
    current: readonly { readonly entity: Entity; readonly options: PresentOptions }[],
    known: Set<string>,
  ): Promise<{ entity: Entity; options: PresentOptions }[]> {
    const links = current.flatMap(({ entity, options }) =>
      Object.entries(projected(entity.attributes, options)).flatMap(([name, instances]) =>
        instances.flatMap(targetsOf).map((id) => ({ id, options: optionsWithin(options, name) })),
      ),
    );
    const next: { entity: Entity; options: PresentOptions }[] = [];
    for (const { id, options } of links) {
      const entity = known.has(id) ? undefined : await this.#follow(id, []);
      known.add(id);
      if (entity !== undefined) next.push({ entity, options });
    }
    return next;
  }
}
