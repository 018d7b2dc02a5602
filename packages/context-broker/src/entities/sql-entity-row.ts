import { compileCoreContext } from '@allmende/jsonld';
import { createEntityCodec, type StoredEntity } from './entity-document.ts';
import type { Entity } from './entity.ts';

/** The one way entities are kept in `entities.doc` and `entities.sys`; holds nothing but memories of names. */
export const entityCodec = createEntityCodec(compileCoreContext());

type Row = Readonly<Record<string, unknown>>;

/** The columns doc and sys of a row as they are stored. */
export const storedEntityOfRow = (row: Row): StoredEntity =>
  entityCodec.open({ doc: String(row['doc']), sys: String(row['sys']) });

type Columns = readonly [doc: string, sys?: string];

/** The columns doc and sys as they are stored. */
export const storedEntityOf = ([doc, sys = '']: Columns): StoredEntity => entityCodec.open({ doc, sys });

/** The entity in the columns doc and sys. */
export const entityOf = (columns: Columns): Entity => storedEntityOf(columns).entity;

/** The member of `doc` that holds an attribute, by its expanded name. */
export const { nameInDocument } = entityCodec;
