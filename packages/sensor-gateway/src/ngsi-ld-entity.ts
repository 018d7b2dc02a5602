/** One instance of an attribute in normalized NGSI-LD (CIM 009 §4.5.2), with compact names. */
export interface AttributeInstance {
  readonly type: 'Property' | 'GeoProperty' | 'Relationship' | 'LanguageProperty';
  readonly value?: unknown;
  readonly object?: string;
  readonly languageMap?: Readonly<Record<string, string>>;
  /** ISO 8601 in UTC. */
  readonly observedAt?: string;
  /** UN/CEFACT Recommendation 20. */
  readonly unitCode?: string;
  readonly datasetId?: string;
}

/** An entity in normalized NGSI-LD; an attribute has one instance or several. */
export interface NgsiLdEntity {
  readonly id: string;
  readonly type: string;
  readonly [attribute: string]: string | AttributeInstance | readonly AttributeInstance[];
}

/** The instances of an attribute, whether given as one or as an array. */
export const instancesOf = (entity: NgsiLdEntity, attribute: string): readonly AttributeInstance[] => {
  const given = entity[attribute];
  if (given === undefined || typeof given === 'string') return [];
  return isList(given) ? given : [given];
};

const isList = (
  given: AttributeInstance | readonly AttributeInstance[],
): given is readonly AttributeInstance[] => Array.isArray(given);

/** The names of an entity's attributes. */
export const attributeNames = (entity: NgsiLdEntity): readonly string[] =>
  Object.keys(entity).filter((name) => name !== 'id' && name !== 'type');

/** What an instance says: its value, object or texts by language. */
export const contentOf = (instance: AttributeInstance): unknown =>
  instance.value ?? instance.object ?? instance.languageMap;
