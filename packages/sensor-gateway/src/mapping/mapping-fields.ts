import type { Mapping } from './mapping.ts';

const templateFields = (text: string | undefined): readonly string[] =>
  [...(text ?? '').matchAll(/\{([^{}|]+)/g)].map(([, field = '']) => field);

const operandFields = (computation: unknown): readonly string[] => {
  if (typeof computation === 'string') return [computation];
  if (Array.isArray(computation)) return computation.flatMap(operandFields);
  return typeof computation === 'object' && computation !== null
    ? Object.values(computation).flatMap(operandFields)
    : [];
};

/** All fields of the source that a mapping reads. */
export const fieldsOf = (mapping: Mapping): readonly string[] => {
  const attributes = Object.values(mapping.attributes).flatMap((attribute) => [
    attribute.from ?? [],
    templateFields(attribute.template),
    templateFields(attribute.datasetId),
    operandFields(attribute.compute),
    Object.values(attribute.point ?? {}),
    Object.values(attribute.languages ?? {}),
    attribute.list ?? [],
  ]);
  const conditions = (mapping.where ?? []).flatMap((condition) =>
    'equalsField' in condition ? [condition.field, condition.equalsField] : [condition.field],
  );
  const all = [
    ...attributes.flat(2),
    ...conditions,
    ...(mapping.require ?? []),
    ...templateFields(mapping.entity.id),
    ...(mapping.observedAt === undefined ? [] : [mapping.observedAt.field]),
  ];
  return [...new Set(all)].filter((field) => !['@observedAt', '@periodStart', '@periodEnd'].includes(field));
};
