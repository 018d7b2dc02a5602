import type { AttributeValue } from '../../city/index.ts';

const provenanceNames = ['dataProvider', 'source', 'license'];

export interface GroupedValues {
  /** With a time of measurement, numbers first. */
  readonly measured: readonly AttributeValue[];
  /** What does not change by itself. */
  readonly facts: readonly AttributeValue[];
  readonly provenance: readonly AttributeValue[];
  /** Whether it can be found on the map. */
  readonly hasPoint: boolean;
}

/** Parts what is measured from what is fixed and from where it comes; the name is said elsewhere. */
export const groupValues = (values: readonly AttributeValue[]): GroupedValues => {
  const isProvenance = ({ name }: AttributeValue): boolean => provenanceNames.includes(name);
  const isMeasured = (one: AttributeValue): boolean =>
    one.observedAt !== undefined && one.name !== 'dateObserved' && !isProvenance(one);
  const isFact = (one: AttributeValue): boolean =>
    !isMeasured(one) && !isProvenance(one) && !['name', 'dateObserved'].includes(one.name);
  const rank = ({ value }: AttributeValue): number => (typeof value === 'number' ? 0 : 1);
  return {
    measured: values.filter(isMeasured).sort((a, b) => rank(a) - rank(b)),
    facts: values.filter(isFact),
    provenance: values.filter(isProvenance),
    hasPoint: values.some(({ name, value }) => name === 'location' && isPoint(value)),
  };
};

const isPoint = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Point';
