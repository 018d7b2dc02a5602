import type { CompiledContext } from '@allmende/jsonld';
import { reservedMembers } from './attribute-members.ts';
import type { AttributeInstance, Attributes, Entity } from './entity.ts';
import { createTimes, StampCollector, stampOf, type StoredStamps } from './entity-stamps.ts';
import { endsOf, withEnds, type InstanceEnd, type StoredEnds } from './expiries.ts';
import { createInstanceReader, createInstanceWriter, type Json } from './instance-document.ts';
import { createNames, many, one, type Names } from './stored-names.ts';

/**
 * How an entity is kept: `doc` is its normalized representation (§4.5.1) with names of the core context, as most
 * readers get it; `sys` holds what only some ask for, times and instance ids. Times in milliseconds.
 */
export interface EntityRow {
  readonly doc: string;
  readonly sys: string;
}

/** A row that is written. */
export interface WrittenRow extends EntityRow {
  /** Whether the entity or some of it ends by itself (§4.22). */
  readonly isTransient: boolean;
}

/** A row that was read: its parts as they are stored, and the entity, whose attributes are built when asked for. */
export interface StoredEntity {
  readonly json: Json;
  readonly stamps: StoredStamps;
  readonly entity: Entity;
  /** Whether the attributes were built; if not, no other state shares any with this one. */
  readonly isBuilt: boolean;
  /** Whether an attribute (expanded name) of another state is the very one of this entity. */
  holds(iri: string, instances: readonly AttributeInstance[] | undefined): boolean;
  /** The instances of one attribute, without building the others. */
  instancesOf(iri: string): readonly AttributeInstance[] | undefined;
  /** The instances of the attribute with a stored name, as the history keeps them. */
  writtenInstances(name: string): readonly Json[];
  /** The stored names of all attributes. */
  attributeNames(): readonly string[];
}

export interface EntityCodec {
  /**
   * Instances without an id get one of the write `writeId`, a short text that no other write has. What `before` already
   * holds is taken over as it is stored.
   */
  toRow(entity: Entity, writeId: string, before?: StoredEntity): WrittenRow;
  toEntity(row: EntityRow): Entity;
  open(row: EntityRow): StoredEntity;
  /** An instance in the form it has in `doc`, and back. */
  writeInstance(instance: AttributeInstance): Json;
  readInstance: ReturnType<typeof createInstanceReader>['instance'];
  /** The member of `doc` that holds an attribute, by its expanded name; and back. */
  nameInDocument(iri: string): string;
  expandedName(name: string): string;
}

/** Members of `doc` that are no attributes. */
export const entityMembers: ReadonlySet<string> = new Set([
  'id',
  'type',
  'scope',
  'createdAt',
  'modifiedAt',
  'deletedAt',
  'expiresAt',
  '@context',
]);

const countOf = (json: unknown): number => (Array.isArray(json) ? json.length : 1);

type ReadInstances = ReturnType<typeof createInstanceReader>['all'];

interface Opening {
  readonly names: Names;
  readonly times: ReturnType<typeof createTimes>;
  readonly readInstances: ReadInstances;
}

class OpenedRow implements StoredEntity {
  readonly json: Json;
  readonly stamps: StoredStamps;
  readonly entity: Entity;
  readonly #opening: Opening;
  #attributes: Attributes | undefined;

  constructor({ doc, sys }: EntityRow, opening: Opening) {
    this.json = JSON.parse(doc) as Json;
    this.stamps = JSON.parse(sys) as StoredStamps;
    this.#opening = opening;
    const { json, stamps } = this;
    const build = (): Attributes => (this.#attributes ??= this.#build());
    this.entity = {
      id: String(json['id']),
      types: many(json['type']).map(opening.names.expand),
      ...(json['scope'] === undefined ? {} : { scopes: many(json['scope']) }),
      createdAt: opening.times.text(stamps.c),
      modifiedAt: opening.times.text(stamps.n),
      ...(stamps.e === undefined ? {} : { expiresAt: stamps.e }),
      get attributes() {
        return build();
      },
    };
  }

  get isBuilt(): boolean {
    return this.#attributes !== undefined;
  }

  holds(iri: string, instances: readonly AttributeInstance[] | undefined): boolean {
    return instances !== undefined && this.#attributes?.[iri] === instances;
  }

  instancesOf(iri: string): readonly AttributeInstance[] | undefined {
    if (this.#attributes !== undefined) return this.#attributes[iri];
    const name = this.#opening.names.attribute(iri);
    return Object.hasOwn(this.json, name) ? this.#read(name) : undefined;
  }

  attributeNames(): readonly string[] {
    return Object.keys(this.json).filter((name) => !entityMembers.has(name));
  }

  #read(name: string): readonly AttributeInstance[] {
    return this.#opening.readInstances(this.#written(name), name, (index) =>
      stampOf(this.stamps, name, index),
    );
  }

  #written(name: string): unknown {
    const { t } = this.stamps;
    const ends = t !== undefined && Object.hasOwn(t, name) ? t[name] : undefined;
    return ends === undefined ? this.json[name] : withEnds(this.json[name], ends);
  }

  writtenInstances(name: string): readonly Json[] {
    const written = this.#written(name);
    return (Array.isArray(written) ? written : [written]) as readonly Json[];
  }

  #build(): Attributes {
    const attributes: Record<string, readonly AttributeInstance[]> = {};
    for (const name in this.json) {
      if (!entityMembers.has(name)) attributes[this.#opening.names.expand(name)] = this.#read(name);
    }
    return attributes;
  }
}

/** Collects when the attributes of an entity that is written end. */
class EndCollector {
  readonly #subName: (iri: string) => string;
  #ends: Record<string, readonly InstanceEnd[]> | undefined;

  constructor(subName: (iri: string) => string) {
    this.#subName = subName;
  }

  add(name: string, instances: readonly AttributeInstance[]): void {
    const ends = endsOf(instances, this.#subName);
    if (ends !== undefined) (this.#ends ??= {})[name] = ends;
  }

  carry(name: string, stored: StoredEnds | undefined): void {
    const ends = stored !== undefined && Object.hasOwn(stored, name) ? stored[name] : undefined;
    if (ends !== undefined) (this.#ends ??= {})[name] = ends;
  }

  finish(expiresAt: string | undefined): Pick<StoredStamps, 'e' | 't'> {
    return {
      ...(expiresAt === undefined ? {} : { e: expiresAt }),
      ...(this.#ends === undefined ? {} : { t: this.#ends }),
    };
  }
}

/** Scopes that stay are as old as they were (§4.18). */
const scopeStamp = (
  { scopes }: Entity,
  before: StoredEntity | undefined,
  now: readonly [number, string],
): Pick<StoredStamps, 'p'> => {
  if (scopes === undefined) return {};
  if (before?.entity.scopes?.join('\n') !== scopes.join('\n')) return { p: now };
  return before.stamps.p === undefined ? {} : { p: before.stamps.p };
};

/** Writes and reads entities as rows; `core` is the compiled core context. */
export const createEntityCodec = (core: CompiledContext): EntityCodec => {
  const names = createNames(core, { attribute: entityMembers, sub: reservedMembers });
  const times = createTimes();
  const write = createInstanceWriter(names);
  const read = createInstanceReader(names, times);
  const opening: Opening = { names, times, readInstances: read.all };
  const open = (row: EntityRow): StoredEntity => new OpenedRow(row, opening);
  return {
    toRow: (entity, writeId, before) => {
      const doc: Record<string, unknown> = { id: entity.id, type: one(entity.types.map(names.compact)) };
      if (entity.scopes !== undefined) doc['scope'] = one(entity.scopes);
      const stamps = new StampCollector(writeId, times);
      const ends = new EndCollector(names.sub);
      for (const iri in entity.attributes) {
        const instances = entity.attributes[iri] ?? [];
        const name = names.attribute(iri);
        if (before?.holds(iri, instances) === true) {
          doc[name] = before.json[name];
          stamps.carry(name, countOf(before.json[name]), before.stamps);
          ends.carry(name, before.stamps.t);
        } else {
          doc[name] = write.all(instances);
          stamps.add(name, instances);
          ends.add(name, instances);
        }
      }
      const sys = {
        ...stamps.finish(entity.createdAt, entity.modifiedAt),
        ...scopeStamp(entity, before, [times.ms(entity.modifiedAt), writeId]),
        ...ends.finish(entity.expiresAt),
      };
      const isTransient = sys.e !== undefined || sys.t !== undefined;
      return { doc: JSON.stringify(doc), sys: JSON.stringify(sys), isTransient };
    },
    toEntity: (row) => open(row).entity,
    open,
    writeInstance: (instance) => {
      const ends = endsOf([instance], names.sub);
      const json = write.instance(instance);
      return ends === undefined ? json : (withEnds(json, ends) as Json);
    },
    readInstance: read.instance,
    nameInDocument: names.attribute,
    expandedName: names.expand,
  };
};
