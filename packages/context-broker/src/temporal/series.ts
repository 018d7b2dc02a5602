import { valueMemberOf } from '../entities/attribute-members.ts';
import { instantMs } from '../entities/date-time.ts';
import type { AttributeInstance, AttributeKind, Entity } from '../entities/entity.ts';
import type { EntityCodec, StoredEntity } from '../entities/entity-document.ts';
import { stampOf, type InstanceStamp } from '../entities/entity-stamps.ts';
import type { Json } from '../entities/instance-document.ts';
import { remembering } from '../entities/stored-names.ts';
import { SCOPE, supersededScopes } from './scope-history.ts';

/** How an instance tells its time: not at all, in seconds, in milliseconds, or in the slot itself. */
export type ObservedForm = 0 | 1 | 2 | 3;

/**
 * What the slots in one place of a series have in common. A slot holds the value alone, or as `document` the whole
 * instance as in `entities.doc` (and its id, if that does not follow from the write), or as `instance` an
 * `AttributeInstance`, which only rows from before series have.
 */
export interface SeriesColumn {
  /** Expanded name. */
  readonly attribute: string;
  readonly form: AttributeKind | 'document' | 'instance';
  readonly observed: ObservedForm;
  readonly unitCode: string;
  readonly datasetId: string;
}

/** A kind of history row, by its number: what its slots hold. */
export interface Series {
  readonly key: number;
  readonly columns: readonly SeriesColumn[];
}

/** Instances of one write (and one time of observation) that are valid no more: a row of the history. */
export interface Moment {
  /** Text of the columns, as `history_series` holds it. */
  readonly columns: string;
  readonly slots: readonly unknown[];
  /** Time of observation; of the write where none of the instances has one. Milliseconds since the epoch. */
  readonly at: number;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** Present when nothing took the place of the instances. */
  readonly deletedMs?: number;
  readonly write: string;
}

const plainMembers: ReadonlySet<string> = new Set(['type', 'observedAt', 'unitCode', 'datasetId']);

const isPlain = (json: Json, member: string): boolean => {
  for (const key in json) if (key !== member && !plainMembers.has(key)) return false;
  return true;
};

const observedForm = (text: string, ms: number): ObservedForm => {
  const iso = new Date(ms).toISOString();
  if (text === iso) return 2;
  return text.length === 20 &&
    text.endsWith('Z') &&
    iso.startsWith(text.slice(0, 19)) &&
    iso.endsWith('.000Z')
    ? 1
    : 3;
};

interface Observation {
  readonly text: string;
  readonly ms: number;
  readonly form: ObservedForm;
}

interface Slot {
  readonly column: string;
  readonly value: unknown;
  readonly observedMs: number | undefined;
}

const quote = remembering((name) => JSON.stringify(name));

const slotOf = (attribute: string, json: Json, write: string, observed: Observation | undefined): Slot => {
  const { type, unitCode = '', datasetId = '' } = json;
  const member = valueMemberOf[type as AttributeKind];
  const isOwnId = write.includes(':');
  const observedAs = observed?.form ?? 0;
  if (isOwnId || observedAs === 3 || !isPlain(json, member)) {
    const form = observed === undefined ? 0 : 3;
    return {
      column: `[${quote(attribute)},"document",${form},"",${quote(String(datasetId))}]`,
      value: isOwnId ? [json, write] : [json],
      observedMs: observed?.ms,
    };
  }
  return {
    column: `[${quote(attribute)},"${String(type)}",${observedAs},${quote(String(unitCode))},${quote(String(datasetId))}]`,
    value: json[member],
    observedMs: observed?.ms,
  };
};

interface Growing {
  readonly stamp: InstanceStamp;
  readonly deletedMs: number | undefined;
  observedMs: number | undefined;
  columns: string;
  readonly slots: unknown[];
}

/** Gathers instances into as few moments as there are writes and times of observation. */
export class MomentCollector {
  readonly #all: Growing[] = [];
  #observation: Observation | undefined;

  add(attribute: string, json: Json, stamp: InstanceStamp, deletedMs?: number): void {
    const slot = slotOf(attribute, json, stamp.write, this.#observe(json['observedAt']));
    const fitting = this.#all.find((one) => fits(one, slot, stamp, deletedMs));
    if (fitting === undefined) {
      const { column, value, observedMs } = slot;
      this.#all.push({ stamp, deletedMs, observedMs, columns: column, slots: [value] });
      return;
    }
    fitting.observedMs ??= slot.observedMs;
    fitting.columns += `,${slot.column}`;
    fitting.slots.push(slot.value);
  }

  /** Most instances of a write were observed at the same time. */
  #observe(observedAt: unknown): Observation | undefined {
    if (observedAt === undefined) return undefined;
    const text = String(observedAt);
    if (text !== this.#observation?.text) {
      const ms = instantMs(text);
      this.#observation = { text, ms, form: observedForm(text, ms) };
    }
    return this.#observation;
  }

  moments(): readonly Moment[] {
    return this.#all.map(({ stamp, deletedMs, observedMs, columns, slots }) => ({
      columns: `[${columns}]`,
      slots,
      at: observedMs ?? stamp.modifiedMs,
      createdMs: stamp.createdMs,
      modifiedMs: stamp.modifiedMs,
      ...(deletedMs === undefined ? {} : { deletedMs }),
      write: stamp.write.includes(':') ? '' : stamp.write,
    }));
  }
}

const fits = (one: Growing, slot: Slot, stamp: InstanceStamp, deletedMs: number | undefined): boolean =>
  one.deletedMs === deletedMs &&
  one.stamp.createdMs === stamp.createdMs &&
  one.stamp.modifiedMs === stamp.modifiedMs &&
  one.stamp.write === stamp.write &&
  (slot.observedMs === undefined || one.observedMs === undefined || one.observedMs === slot.observedMs);

/** What of `before` is valid no more in `after`: superseded instances, and deleted ones with their end. */
export const supersededMoments = (
  codec: Pick<EntityCodec, 'expandedName'>,
  states: { readonly before: StoredEntity; readonly after: Entity | undefined },
  nowMs: number,
): readonly Moment[] => {
  const { before, after } = states;
  const collector = new MomentCollector();
  for (const name of before.attributeNames()) {
    const attribute = codec.expandedName(name);
    const next = after?.attributes[attribute];
    if (before.holds(attribute, next)) continue;
    before.writtenInstances(name).forEach((json, index) => {
      const successor = next?.find(({ datasetId }) => datasetId === json['datasetId']);
      if (successor !== undefined && isKept(before, attribute, successor)) return;
      collector.add(
        attribute,
        json,
        stampOf(before.stamps, name, index),
        successor === undefined ? nowMs : undefined,
      );
    });
  }
  const scopes = supersededScopes(before, after);
  if (scopes !== undefined) {
    collector.add(SCOPE, scopes.json, scopes.stamp, after?.scopes === undefined ? nowMs : undefined);
  }
  return collector.moments();
};

/** Whether an instance of the next state is the very one of the state before. */
const isKept = (before: StoredEntity, attribute: string, successor: AttributeInstance): boolean =>
  before.isBuilt && before.instancesOf(attribute)?.includes(successor) === true;

const timeText = (ms: number, form: ObservedForm): string => {
  const iso = new Date(ms).toISOString();
  return form === 1 ? `${iso.slice(0, 19)}Z` : iso;
};

/** The instance in a slot; `stamp` and `at` are those of its row. */
export const instanceOfSlot = (
  codec: Pick<EntityCodec, 'readInstance' | 'nameInDocument'>,
  { attribute, form, observed, unitCode, datasetId }: SeriesColumn,
  slot: unknown,
  row: { readonly stamp: InstanceStamp; readonly at: number },
): AttributeInstance => {
  const name = codec.nameInDocument(attribute);
  switch (form) {
    case 'instance':
      return slot as AttributeInstance;
    case 'document': {
      const [json, write = row.stamp.write] = slot as readonly [Json, string?];
      return codec.readInstance(json, name, { ...row.stamp, write });
    }
    default: {
      const json: Json = {
        type: form,
        [valueMemberOf[form]]: slot,
        ...(observed === 0 ? {} : { observedAt: timeText(row.at, observed) }),
        ...(unitCode === '' ? {} : { unitCode }),
        ...(datasetId === '' ? {} : { datasetId }),
      };
      return codec.readInstance(json, name, row.stamp);
    }
  }
};

type ColumnText = readonly [string, SeriesColumn['form'], ObservedForm, string, string];

/** The columns in a text of `history_series`. */
export const columnsOf = (text: string): readonly SeriesColumn[] =>
  (JSON.parse(text) as readonly ColumnText[]).map(([attribute, form, observed, unitCode, datasetId]) => ({
    attribute,
    form,
    observed,
    unitCode,
    datasetId,
  }));

/** The text of some columns, as `MomentCollector` writes it. */
export const textOfColumns = (columns: readonly SeriesColumn[]): string =>
  JSON.stringify(
    columns.map(({ attribute, form, observed, unitCode, datasetId }): ColumnText => [
      attribute,
      form,
      observed,
      unitCode,
      datasetId,
    ]),
  );
