/** One attribute's current value; `at` is when it was observed or else modified (ISO 8601). */
export interface ObservedAttribute {
  readonly value: unknown;
  readonly at: string;
}

/** An entity as monitoring sees it; names of types and attributes may be IRIs or short. */
export interface ObservedEntity {
  readonly id: string;
  readonly types: readonly string[];
  readonly attributes: Readonly<Record<string, ObservedAttribute>>;
}

/** A committed change; `entity` is absent when the entity was deleted. */
export interface ObservedChange {
  readonly tenant: string;
  readonly entityId: string;
  readonly entity?: ObservedEntity;
  /** The entity before the change; absent when it is new. */
  readonly before?: ObservedEntity;
  readonly changedAttributes: readonly string[];
}

/** Port: where monitoring gets entities from; `types` and names compare with `isSameName`. */
export interface EntitySource {
  /** Registers a listener for committed changes; answers its removal. */
  onChange(listener: (changes: readonly ObservedChange[]) => void): () => void;
  find(tenant: string, entityId: string): Promise<ObservedEntity | undefined>;
  /** Entities of a type (name as in the rule: IRI or short); those left out are watched from their next change. */
  byType(tenant: string, type: string): Promise<readonly ObservedEntity[]>;
}

const lastSegment = (name: string): string =>
  name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('#')) + 1);

/** Whether two names mean the same; a short name fits every IRI that ends with it. */
export const isSameName = (left: string, right: string): boolean => {
  if (left === right) return true;
  const [isLeftIri, isRightIri] = [left.includes(':'), right.includes(':')];
  if (isLeftIri === isRightIri) return false;
  return isLeftIri ? lastSegment(left) === right : left === lastSegment(right);
};

/** The attribute of an entity by its IRI or short name. */
export const attributeOf = (entity: ObservedEntity, name: string): ObservedAttribute | undefined =>
  Object.entries(entity.attributes).find(([own]) => isSameName(own, name))?.[1];
