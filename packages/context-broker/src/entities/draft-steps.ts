import { supersededMoments, type Moment } from '../temporal/series.ts';
import type { EntityRow, WrittenRow } from './entity-document.ts';
import type { Entity, EntityChange } from './entity.ts';
import type { EntityStep } from './entity-store.ts';
import { entityCodec } from './sql-entity-row.ts';

/** What steps are worked out with; they touch no database. */
export interface Drafting {
  readonly tenant: string;
  readonly nowMs: number;
  readonly nextWriteId: () => string;
}

/** A row as it was found; without `stored` it is the owner of a past. */
export interface FoundRow {
  readonly id: string;
  readonly stored?: EntityRow;
}

/** An entity and the text that is to be stored of it. */
export interface DraftRow {
  readonly entity: Entity;
  readonly row: WrittenRow;
}

/** What an entity is to become, as far as the steps have come. */
interface Draft {
  /** Whether there is a row, also of an entity that is no more. */
  readonly isKnown: boolean;
  /** The state that the next step sees. */
  readonly current: EntityRow | undefined;
  /** The last state that is to be written. */
  readonly last?: DraftRow;
  readonly isChanged: boolean;
}

/** What is no more, and whose it was. */
export interface DraftMoment {
  readonly entityId: string;
  readonly moment: Moment;
}

/** What all steps together make of the rows; added ones in order of id. */
export interface Drafted {
  readonly outcomes: readonly (EntityChange | Error | undefined)[];
  readonly changes: readonly EntityChange[];
  readonly added: readonly DraftRow[];
  readonly updated: readonly DraftRow[];
  /** Ids of entities that are no more, when the others are written. */
  readonly removed: readonly string[];
  readonly past: readonly DraftMoment[];
}

const unknown: Draft = { isKnown: false, current: undefined, isChanged: false };

/** Attributes whose instances differ, by expanded name. */
const changedAttributes = (
  before: ReturnType<typeof entityCodec.open> | undefined,
  after: Entity | undefined,
): readonly string[] => {
  const names = new Set(before?.attributeNames().map(entityCodec.expandedName));
  for (const name in after?.attributes) names.add(name);
  return [...names].filter((name) => before?.holds(name, after?.attributes[name]) !== true);
};

class Drafts {
  readonly #drafting: Drafting;
  readonly #drafts: Map<string, Draft>;
  readonly #past: DraftMoment[] = [];

  constructor(drafting: Drafting, found: readonly FoundRow[]) {
    this.#drafting = drafting;
    this.#drafts = new Map(
      found.map(({ id, stored }) => [id, { isKnown: true, current: stored, isChanged: false }]),
    );
  }

  /** What a step makes of its entity; throws what its transition throws. */
  take({ entityId, transition }: EntityStep): EntityChange | undefined {
    const { tenant, nowMs, nextWriteId } = this.#drafting;
    const draft = this.#drafts.get(entityId) ?? unknown;
    const before = draft.current === undefined ? undefined : entityCodec.open(draft.current);
    const after = transition(before?.entity);
    if (after === before?.entity) return undefined;
    const row = after === undefined ? undefined : entityCodec.toRow(after, nextWriteId(), before);
    const last = after === undefined || row === undefined ? draft.last : { entity: after, row };
    this.#drafts.set(entityId, {
      isKnown: draft.isKnown,
      current: row,
      isChanged: true,
      ...(last === undefined ? {} : { last }),
    });
    const moments = before === undefined ? [] : supersededMoments(entityCodec, { before, after }, nowMs);
    this.#past.push(...moments.map((moment) => ({ entityId, moment })));
    return {
      tenant,
      entityId,
      ...(before === undefined ? {} : { before: before.entity }),
      ...(after === undefined ? {} : { after }),
      changedAttributes: changedAttributes(before, after),
      at: new Date(nowMs).toISOString(),
    };
  }

  drafted(outcomes: Drafted['outcomes']): Drafted {
    const changed = [...this.#drafts].filter(([, { isChanged }]) => isChanged);
    const written = (known: boolean): readonly DraftRow[] =>
      changed.flatMap(([, { isKnown, last }]) => (last === undefined || isKnown !== known ? [] : [last]));
    return {
      outcomes,
      changes: outcomes.flatMap((one) => (one === undefined || one instanceof Error ? [] : [one])),
      added: written(false).toSorted((one, other) => (one.entity.id < other.entity.id ? -1 : 1)),
      updated: written(true),
      removed: changed.flatMap(([id, { current }]) => (current === undefined ? [id] : [])),
      past: this.#past,
    };
  }
}

/** Works out steps one after the other; one that is refused leaves no trace, and its outcome is the refusal. */
export const draftSteps = (
  drafting: Drafting,
  found: readonly FoundRow[],
  steps: readonly EntityStep[],
): Drafted => {
  const drafts = new Drafts(drafting, found);
  const outcomes = steps.map((step) => {
    try {
      return drafts.take(step);
    } catch (cause) {
      return cause instanceof Error ? cause : new Error(String(cause));
    }
  });
  return drafts.drafted(outcomes);
};
