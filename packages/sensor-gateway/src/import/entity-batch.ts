import { isDeepStrictEqual } from 'node:util';
import { isTimed } from '../mapping/attribute-mapper.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { mappedAttributes, type MappedRecord } from '../mapping/record-mapper.ts';
import { type AttributeInstance, contentOf, type NgsiLdEntity } from '../ngsi-ld-entity.ts';

type Keep = 'all' | 'changes' | 'newest' | 'last';

interface Attribute {
  readonly name: string;
  readonly keep: Keep;
}

interface Timed {
  readonly observedMs: number;
  readonly instance: AttributeInstance;
}

interface Draft {
  readonly id: string;
  readonly columns: readonly Timed[][];
  /** Records that went into it. */
  count: number;
  readonly firstLine: number;
  readonly firstRecord: number;
}

/** Entities ready to be written, and how many records stand behind each. */
export interface EntityBatch {
  readonly entities: readonly NgsiLdEntity[];
  /** By entity id. */
  readonly origins: ReadonlyMap<
    string,
    { readonly count: number; readonly line: number; readonly record: number }
  >;
}

const attributesOf = (mapping: Mapping): readonly Attribute[] =>
  mappedAttributes(mapping).map((name) => {
    const attribute = mapping.attributes[name];
    const history = attribute?.history ?? 'all';
    const timed = attribute !== undefined && isTimed(attribute, mapping.observedAt !== undefined);
    return { name, keep: timed && history !== 'none' ? history : 'last' };
  });

const sorted = (timeline: readonly Timed[]): readonly Timed[] =>
  timeline.every((item, index) => index === 0 || (timeline[index - 1]?.observedMs ?? 0) <= item.observedMs)
    ? timeline
    : timeline.toSorted((a, b) => a.observedMs - b.observedMs);

/** Of several values for one instant the first stays, as in a history that knows the instant already. */
const withoutRepetitions = (timeline: readonly Timed[]): readonly Timed[] =>
  timeline.filter(({ observedMs }, index) => index === 0 || timeline[index - 1]?.observedMs !== observedMs);

const onlyChanges = (timeline: readonly Timed[]): readonly Timed[] =>
  timeline.filter(({ instance }, index) => {
    const before = timeline[index - 1];
    return before === undefined || !isDeepStrictEqual(contentOf(before.instance), contentOf(instance));
  });

const keptOf = (timeline: readonly Timed[], keep: Keep): readonly Timed[] => {
  if (keep === 'last') return timeline.slice(-1);
  const inOrder = withoutRepetitions(sorted(timeline));
  if (keep === 'newest') return inOrder.slice(-1);
  return keep === 'changes' ? onlyChanges(inOrder) : inOrder;
};

const byDataset = (timeline: readonly Timed[]): readonly (readonly Timed[])[] =>
  timeline.some(({ instance }) => instance.datasetId !== undefined)
    ? [...Map.groupBy(timeline, ({ instance }) => instance.datasetId).values()]
    : [timeline];

/** Joins mapped records of the same entity, so that an entity is written once per batch. */
export class EntityBatchBuilder {
  readonly #mapping: Mapping;
  readonly #attributes: readonly Attribute[];
  #drafts = new Map<string, Draft>();
  #records = 0;

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
    this.#attributes = attributesOf(mapping);
  }

  /** Records joined since the last batch. */
  get records(): number {
    return this.#records;
  }

  add(mapped: MappedRecord, entityId: string, at: { readonly line: number; readonly number: number }): void {
    const draft = this.#drafts.get(entityId) ?? this.#begin(entityId, at);
    const { observedMs, instances } = mapped;
    for (let index = 0; index < instances.length; index++) {
      const instance = instances[index];
      if (instance !== undefined) draft.columns[index]?.push({ observedMs, instance });
    }
    draft.count += 1;
    this.#records += 1;
  }

  /** Hands the joined entities over and begins anew. */
  take(): EntityBatch {
    const drafts = [...this.#drafts.values()];
    this.#drafts = new Map();
    this.#records = 0;
    return {
      entities: drafts.map((draft) => this.#entity(draft)),
      origins: new Map(
        drafts.map(({ id, count, firstLine, firstRecord }) => [
          id,
          { count, line: firstLine, record: firstRecord },
        ]),
      ),
    };
  }

  #begin(id: string, { line, number }: { readonly line: number; readonly number: number }): Draft {
    const columns = this.#attributes.map((): Timed[] => []);
    const draft = { id, columns, count: 0, firstLine: line, firstRecord: number };
    this.#drafts.set(id, draft);
    return draft;
  }

  #entity({ id, columns }: Draft): NgsiLdEntity {
    const entity: Record<string, NgsiLdEntity[string]> = {};
    this.#attributes.forEach(({ name, keep }, index) => {
      const kept = byDataset(columns[index] ?? []).flatMap((timeline) => keptOf(timeline, keep));
      const [first, ...others] = kept.map(({ instance }) => instance);
      if (first !== undefined) entity[name] = others.length === 0 ? first : [first, ...others];
    });
    return { id, type: this.#mapping.entity.type, ...entity };
  }
}
