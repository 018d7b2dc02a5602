import {
  compactTerms,
  isMemberShown,
  presentAttributes,
  presentMembers,
  projected,
  type Json,
  type PresentOptions,
} from '../entities/present.ts';
import { aggregate, type Aggregation } from './aggregate.ts';
import { timeOf } from './temporal-query.ts';
import type { PastInstance, TemporalEntity, TemporalQuery } from './temporal-store.ts';

/** How an evolution is to be written (§4.5.6–§4.5.9, §4.5.19). */
export interface TemporalPresentation {
  readonly options: PresentOptions;
  readonly query: TemporalQuery;
  readonly form: 'normalized' | 'temporalValues' | 'aggregatedValues';
  readonly aggregation?: Aggregation;
}

const timeText = (instance: PastInstance, { property }: TemporalQuery): string =>
  instance[property] ?? instance.modifiedAt;

const valueList: Readonly<Record<PastInstance['kind'], string>> = {
  Property: 'values',
  GeoProperty: 'values',
  Relationship: 'objects',
  LanguageProperty: 'languageMaps',
  VocabProperty: 'vocabs',
  JsonProperty: 'jsons',
  ListProperty: 'valueLists',
  ListRelationship: 'objectLists',
};

/** A value as simplified representations write it: some kinds keep the name of their member (§4.5.9). */
const simplifiedValue = ({ kind, value }: PastInstance, { context }: PresentOptions): unknown => {
  if (kind === 'VocabProperty') return { vocab: compactTerms(value, context) };
  if (kind === 'LanguageProperty') return { languageMap: value };
  return kind === 'JsonProperty' ? { json: value } : value;
};

/** Simplified temporal representation (§4.5.8): pairs of value and time. */
const temporalValues = (
  instances: readonly PastInstance[],
  { options, query }: TemporalPresentation,
): Json => {
  const [first] = instances;
  const kind = first?.kind ?? 'Property';
  const { datasetId } = first ?? {};
  const values = instances.map((instance) => [simplifiedValue(instance, options), timeText(instance, query)]);
  return { type: kind, ...(datasetId === undefined ? {} : { datasetId }), [valueList[kind]]: values };
};

const aggregatedValues = (instances: readonly PastInstance[], presentation: TemporalPresentation): Json => {
  const { aggregation, query } = presentation;
  const { kind = 'Property', datasetId } = instances[0] ?? {};
  const values = instances.map((instance) => ({
    ms: timeOf(instance, query.property) ?? Date.parse(instance.modifiedAt),
    value: instance.value,
  }));
  const results = aggregation === undefined ? {} : aggregate(values, aggregation);
  return { type: kind, ...(datasetId === undefined ? {} : { datasetId }), ...results };
};

const normalized = (instance: PastInstance, presentation: TemporalPresentation): unknown => {
  const { options } = presentation;
  const [shown] = Object.values(
    presentAttributes({ attribute: [instance] }, { ...options, format: 'normalized' }),
  );
  const { property } = presentation.query;
  const { instanceId, [property]: time } = instance;
  return {
    ...(shown as Json),
    ...(instanceId === undefined ? {} : { instanceId }),
    ...(property === 'observedAt' || time === undefined ? {} : { [property]: time }),
  };
};

const presentInstances = (
  instances: readonly PastInstance[],
  presentation: TemporalPresentation,
): unknown => {
  if (presentation.form === 'normalized')
    return instances.map((instance) => normalized(instance, presentation));
  const write = presentation.form === 'temporalValues' ? temporalValues : aggregatedValues;
  const groups = [...Map.groupBy(instances, ({ datasetId = '' }) => datasetId).values()];
  const written = (groups.length === 0 ? [[]] : groups).map((group) => write(group, presentation));
  return written.length === 1 ? written[0] : written;
};

/** The temporal representation of an entity. */
export const presentTemporal = (entity: TemporalEntity, presentation: TemporalPresentation): Json => {
  const { options, form } = presentation;
  const shown: Record<string, unknown> = {};
  for (const [name, instances] of Object.entries(projected(entity.attributes, options))) {
    shown[options.context.compact(name)] = presentInstances(instances, presentation);
  }
  const { scopes, ...others } = entity;
  const isScopeShown = scopes !== undefined && form !== 'aggregatedValues' && isMemberShown('scope', options);
  return {
    ...presentMembers(others, options),
    ...(isScopeShown ? { scope: presentInstances(scopes, presentation) } : {}),
    ...shown,
  };
};
