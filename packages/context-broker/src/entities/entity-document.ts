import type { CompiledContext } from '@allmende/jsonld';
import { reservedMembers } from './attribute-members.ts';
import type { AttributeInstance, Attributes, Entity } from './entity.ts';
import { createTimes, StampCollector, stampOf, type StoredStamps } from './entity-stamps.ts';
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
  /** The stored names of all attributes. */
  attributeNames(): readonly string[];
}

export interface EntityCodec {
  /**
   * Instances without an id get one of the write `writeId`, a short text that no other write has. What `before` already
   * holds is taken over as it is stored.
   */
  toRow(entity: Entity, writeId: string, before?: StoredEntity): EntityRow;
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
    return this.#opening.readInstances(this.json[name], name, (index) => stampOf(this.stamps, name, index));
  }

  #build(): Attributes {
    const attributes: Record<string, readonly AttributeInstance[]> = {};
    for (const name in this.json) {
      if (!entityMembers.has(name)) attributes[this.#opening.names.expand(name)] = this.#read(name);
    }
    return attributes;
  }
}

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
      for (const iri in entity.attributes) {
        const instances = entity.attributes[iri] ?? [];
        const name = names.attribute(iri);
        if (before?.holds(iri, instances) === true) {
          doc[name] = before.json[name];
          stamps.carry(name, countOf(before.json[name]), before.stamps);
        } else {
          doc[name] = write.all(instances);
          stamps.add(name, instances);
        }
      }
      const sys = stamps.finish(entity.createdAt, entity.modifiedAt);
      return { doc: JSON.stringify(doc), sys: JSON.stringify(sys) };
    },
    toEntity: (row) => open(row).entity,
    open,
    writeInstance: write.instance,
    readInstance: read.instance,
    nameInDocument: names.attribute,
    expandedName: names.expand,
  };
};
