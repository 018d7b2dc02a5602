import { compileCoreContext } from '@allmende/jsonld';
import { createEntityCodec } from './entity-document.ts';
import type { Entity } from './entity.ts';

/** The one way entities are kept in `entities.doc` and `entities.sys`; holds nothing but memories of names. */
const codec = createEntityCodec(compileCoreContext());

/** The entity in the columns doc and sys of a row. */
export const entityOfRow = (row: Readonly<Record<string, unknown>>): Entity =>
  codec.toEntity({ doc: String(row['doc']), sys: String(row['sys']) });

/** The columns doc and sys of an entity; instances without an id get one of this write. */
export const rowOfEntity = codec.toRow;

/** The member of `doc` that holds an attribute, by its expanded name. */
export const { nameInDocument } = codec;
