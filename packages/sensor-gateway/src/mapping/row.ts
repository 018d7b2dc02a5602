/** Why a record is refused: the field, what stands there, and what is wrong with it. */
export interface Problem {
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** When a record was observed; all empty when the mapping has no time. */
export interface RowTimes {
  readonly observedMs: number;
  readonly observedAt: string;
  readonly periodStart: string;
  readonly periodEnd: string;
}

export const timeless: RowTimes = { observedMs: 0, observedAt: '', periodStart: '', periodEnd: '' };

/** A record while it is being mapped. */
export interface Row {
  readonly cells: readonly unknown[];
  times: RowTimes;
  readonly problems: Problem[];
}

/** Gets a field of a row. */
export type FieldAccess = (row: Row) => unknown;

/** Finds the access to a field by its name. */
export type FieldFinder = (field: string) => FieldAccess;

const times: Readonly<Record<string, FieldAccess>> = {
  '@observedAt': (row) => row.times.observedAt,
  '@periodStart': (row) => row.times.periodStart,
  '@periodEnd': (row) => row.times.periodEnd,
};

/** Field access for sources with these field names; unknown fields are empty. */
export const fieldFinder =
  (fields: readonly string[]): FieldFinder =>
  (field) => {
    const index = fields.indexOf(field);
    return times[field] ?? (index < 0 ? () => undefined : (row) => row.cells[index]);
  };
