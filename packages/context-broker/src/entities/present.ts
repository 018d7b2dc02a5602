import type { CompiledContext } from '@allmende/jsonld';
import { isJsonObject } from '@allmende/kernel';
import { valueMemberOf } from './attribute-members.ts';
import type { Projection } from '../query-language/projection-parser.ts';
import type { AttributeInstance, Attributes, Entity } from './entity.ts';

/** How an entity is to be written; names as the user gave them. */
export interface PresentOptions {
  readonly context: CompiledContext;
  readonly format: 'normalized' | 'concise' | 'keyValues';
  readonly sysAttrs: boolean;
  /** Natural language filter (§4.15): language properties become plain ones in this language. */
  readonly lang?: string;
  readonly pick?: readonly string[];
  readonly omit?: readonly string[];
  readonly attrs?: readonly string[];
  /** Instances that are shown; `@none` is the default instance. */
  readonly datasetIds?: readonly string[];
  /** pick and omit with what they say of linked entities. */
  readonly projections?: { readonly pick?: Projection; readonly omit?: Projection };
}

export type Json = Readonly<Record<string, unknown>>;

const one = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] ?? '') : values;

/** The text in the first language of an Accept-Language-like list that the map has (§4.15). */
const inLanguage = (map: Json, lang: string): { readonly text: unknown; readonly tag: string } => {
  const wanted = lang
    .split(',')
    .map((range) => {
      const [tag = '', quality] = range.trim().split(/;\s*q=/);
      return { tag: tag.toLowerCase(), quality: Number(quality ?? 1) };
    })
    .toSorted((a, b) => b.quality - a.quality);
  const tags = Object.keys(map);
  for (const { tag } of wanted) {
    const found =
      tags.find((known) => known.toLowerCase() === tag) ??
      tags.find((known) => known.toLowerCase().split('-')[0] === tag.split('-')[0]);
    if (found !== undefined && tag !== '*') return { text: map[found], tag: found };
  }
  const fallback = '@none' in map ? '@none' : (tags[0] ?? '@none');
  return { text: map[fallback], tag: fallback };
};

/** Vocabulary terms (one or an array) in the names of the context. */
export const compactTerms = (value: unknown, context: CompiledContext): unknown =>
  Array.isArray(value) ? value.map((term) => context.compact(String(term))) : context.compact(String(value));

const shownValue = ({ kind, value }: AttributeInstance, context: CompiledContext): unknown => {
  if (kind === 'VocabProperty') return compactTerms(value, context);
  if (kind === 'ListRelationship' && Array.isArray(value))
    return value.map((object: unknown) => ({ object }));
  return value;
};

/** The value alone (§4.5.4); kinds that would be mistaken for a plain value keep their member name. */
const simplified = (instance: AttributeInstance, options: PresentOptions): unknown => {
  const { kind, value } = instance;
  if (kind === 'LanguageProperty') {
    if (options.lang !== undefined && isJsonObject(value)) return inLanguage(value, options.lang).text;
    return { languageMap: value };
  }
  if (kind === 'VocabProperty') return { vocab: shownValue(instance, options.context) };
  if (kind === 'JsonProperty') return { json: value };
  if (kind === 'ListRelationship') return value;
  return value;
};

const valueMembers = (instance: AttributeInstance, options: PresentOptions): Json => {
  const { kind, value } = instance;
  if (kind === 'LanguageProperty' && options.lang !== undefined && isJsonObject(value)) {
    const { text, tag } = inLanguage(value, options.lang);
    return { type: 'Property', value: text, lang: tag };
  }
  return { type: kind, [valueMemberOf[kind]]: shownValue(instance, options.context) };
};

/** What the system keeps about an entity or an instance (§4.8). */
const systemMembers = ({
  createdAt,
  modifiedAt,
  expiresAt,
}: Pick<Entity, 'createdAt' | 'modifiedAt' | 'expiresAt'>): Json => ({
  createdAt,
  modifiedAt,
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

const presentInstance = (instance: AttributeInstance, options: PresentOptions): unknown => {
  if (options.format === 'keyValues') return simplified(instance, options);
  const { datasetId, observedAt, unitCode, valueType, objectType, sealed, sub } = instance;
  const { type, ...value } = valueMembers(instance, options);
  const members: Json = {
    ...value,
    ...(objectType === undefined ? {} : { objectType: compactTerms(objectType, options.context) }),
    ...(datasetId === undefined ? {} : { datasetId }),
    ...(observedAt === undefined ? {} : { observedAt }),
    ...(unitCode === undefined ? {} : { unitCode }),
    ...(valueType === undefined ? {} : { valueType: options.context.compact(valueType) }),
    ...sealed,
    ...(options.sysAttrs ? systemMembers(instance) : {}),
    ...(sub === undefined ? {} : presentAttributes(sub, options)),
  };
  if (options.format === 'normalized') return { type, ...members };
  // A bare object would be taken for an attribute, unless it is a geometry (§4.5.2.3, §4.7.3).
  const isBare =
    Object.keys(members).length === 1 &&
    (type === 'GeoProperty' || (type === 'Property' && !isJsonObject(members['value'])));
  return isBare ? members['value'] : members;
};

/** Simplified multi-attributes are keyed by datasetId (§4.5.5). */
const presentInstances = (instances: readonly AttributeInstance[], options: PresentOptions): unknown => {
  const [first] = instances;
  if (first === undefined) return undefined;
  if (instances.length === 1) return presentInstance(first, options);
  const all = instances.map((instance) => presentInstance(instance, options));
  if (options.format !== 'keyValues') return all;
  return {
    dataset: Object.fromEntries(instances.map(({ datasetId = '@none' }, index) => [datasetId, all[index]])),
  };
};

/** Attributes with compacted names (§5.5.7). */
export const presentAttributes = (attributes: Attributes, options: PresentOptions): Json => {
  const shown: Record<string, unknown> = {};
  for (const [name, instances] of Object.entries(attributes)) {
    shown[options.context.compact(name)] = presentInstances(instances, options);
  }
  return shown;
};

const isShown = (name: string, { pick, omit, attrs, context }: PresentOptions): boolean => {
  const isNamed = (names: readonly string[]): boolean =>
    names.some((given) => context.expand(given) === name);
  if (pick !== undefined && !isNamed(pick)) return false;
  if (attrs !== undefined && !isNamed(attrs)) return false;
  return omit === undefined || !isNamed(omit);
};

export const isMemberShown = (member: string, { pick, omit }: PresentOptions): boolean =>
  (pick === undefined || pick.includes(member)) && !(omit?.includes(member) ?? false);

/** The instances of the asked datasets; attributes that have none are left out (§4.5.5). */
const ofDatasets = (attributes: Attributes, datasetIds: readonly string[]): Attributes =>
  Object.fromEntries(
    Object.entries(attributes)
      .map(
        ([name, instances]) =>
          [name, instances.filter(({ datasetId = '@none' }) => datasetIds.includes(datasetId))] as const,
      )
      .filter(([, instances]) => instances.length > 0),
  );

/** The attributes and instances that attrs, pick, omit and datasetId leave (§4.21). */
export const projected = (attributes: Attributes, options: PresentOptions): Attributes =>
  options.datasetIds === undefined
    ? named(attributes, options)
    : ofDatasets(named(attributes, options), options.datasetIds);

const named = (attributes: Attributes, options: PresentOptions): Attributes =>
  options.pick === undefined && options.omit === undefined && options.attrs === undefined
    ? attributes
    : Object.fromEntries(Object.entries(attributes).filter(([name]) => isShown(name, options)));

/** Members of an entity that are not attributes. */
export const presentMembers = (
  entity: Pick<Entity, 'id' | 'types' | 'scopes'> &
    Partial<Pick<Entity, 'createdAt' | 'modifiedAt' | 'expiresAt'>>,
  options: PresentOptions,
): Json => {
  const { id, types, scopes, createdAt, modifiedAt = '', expiresAt } = entity;
  const members: Json = {
    id,
    type: one(types.map((type) => options.context.compact(type))),
    ...(scopes === undefined ? {} : { scope: one(scopes) }),
    ...(options.sysAttrs && createdAt !== undefined
      ? systemMembers({ createdAt, modifiedAt, ...(expiresAt === undefined ? {} : { expiresAt }) })
      : {}),
  };
  return Object.fromEntries(Object.entries(members).filter(([member]) => isMemberShown(member, options)));
};

/** An entity in the asked representation (§4.5.1, §4.5.3, §4.5.4) with names of the context. */
export const presentEntity = (entity: Entity, options: PresentOptions): Json => ({
  ...presentMembers(entity, options),
  ...presentAttributes(projected(entity.attributes, options), options),
});

/** The GeoJSON representation (§4.5.16): the geometry of one geoproperty, the entity as properties. */
export const presentFeature = (entity: Entity, options: PresentOptions, geometryProperty: string): Json => {
  const { id: _id, ...properties } = presentEntity(entity, options);
  const instances = entity.attributes[options.context.expand(geometryProperty)]?.filter(
    ({ kind }) => kind === 'GeoProperty',
  );
  const geo = instances?.find(({ datasetId }) => datasetId === undefined) ?? instances?.[0];
  return { id: entity.id, type: 'Feature', geometry: geo?.value ?? null, properties };
};
