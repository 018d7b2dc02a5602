import type { Connection } from '@allmende/database';
import type { StoredEntity } from '../entities/entity-document.ts';
import type { Entity } from '../entities/entity.ts';
import { storedEntityOfRow } from '../entities/sql-entity-row.ts';
import { typesOfShape } from '../entities/sql-entity-shapes.ts';

/** An entity that exists, or of which only the past is known. */
export interface Subject {
  /** Its row in `entities`, by which the history names it. */
  readonly pk: number;
  readonly id: string;
  /** Those of now, or the last ones. */
  readonly types: readonly string[];
  readonly current?: Entity;
  /** The same as it is stored. */
  readonly stored?: StoredEntity;
}

/** What `subjectOf` needs of `entities e` and `entity_shapes s`. */
export const subjectColumns = 'e.pk, e.id, e.doc, e.sys, CASE WHEN e.doc IS NULL THEN s.shape END AS shape';

type Row = Readonly<Record<string, unknown>>;

export const subjectOf = (row: Row): Subject => {
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
): Subject | undefined => {
  const row = connection
    .prepare(
      `SELECT ${subjectColumns} FROM entities e JOIN entity_shapes s ON s.key = e.shape
       WHERE e.tenant = ? AND e.id = ?`,
    )
    .get(tenant, entityId);
  return row === undefined ? undefined : subjectOf(row);
};
