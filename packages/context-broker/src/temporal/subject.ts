import type { StoredEntity } from '../entities/entity-document.ts';
import type { Entity } from '../entities/entity.ts';

/** An entity that exists, or of which only the past is known. */
export interface Subject {
  readonly id: string;
  /** Those of now, or the last ones. */
  readonly types: readonly string[];
  readonly current?: Entity;
  /** The same as it is stored. */
  readonly stored?: StoredEntity;
}

/** The entity of a subject with these attributes alone, as queries match it. */
export const holding = ({ id, types, current }: Subject, attributes: Entity['attributes']): Entity => ({
  id,
  types,
  createdAt: current?.createdAt ?? '',
  modifiedAt: current?.modifiedAt ?? '',
  attributes,
});
