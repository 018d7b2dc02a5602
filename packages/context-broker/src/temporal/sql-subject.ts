import type { Connection } from '@allmende/database';
import { storedEntityOfRow } from '../entities/sql-entity-row.ts';
import { typesOfShape } from '../entities/sql-entity-shapes.ts';
import type { Subject } from './subject.ts';

/** A subject and its row in `entities`, by which the history names it. */
export interface SqlSubject extends Subject {
  readonly pk: number;
}

/** What `subjectOf` needs of `entities e` and `entity_shapes s`. */
export const subjectColumns = 'e.pk, e.id, e.doc, e.sys, CASE WHEN e.doc IS NULL THEN s.shape END AS shape';

type Row = Readonly<Record<string, unknown>>;

export const subjectOf = (row: Row): SqlSubject => {
  const [pk, id] = [Number(row['pk']), String(row['id'])];
  if (row['doc'] === null) return { pk, id, types: typesOfShape(row['shape']) };
  const stored = storedEntityOfRow(row);
  const current = stored.entity;
  return { pk, id, types: current.types, current, stored };
};

/** An entity by its id, also one that is no more; undefined when it never was. */
export const readSubject = (
  connection: Connection,
  { tenant, entityId }: { readonly tenant: string; readonly entityId: string },
): SqlSubject | undefined => {
  const row = connection
    .prepare(
      `SELECT ${subjectColumns} FROM entities e JOIN entity_shapes s ON s.key = e.shape
       WHERE e.tenant = ? AND e.id = ?`,
    )
    .get(tenant, entityId);
  return row === undefined ? undefined : subjectOf(row);
};
