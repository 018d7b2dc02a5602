import type { AlertFilter } from './alert-store.ts';

/** The columns of alerts that a filter tells of, with their values. */
export const filteredColumns = ({ tenant, status, ruleId, entityId }: AlertFilter) => {
  const wanted = [
    ['tenant', tenant],
    ['status', status],
    ['rule_id', ruleId],
    ['entity_id', entityId],
  ] as const;
  return wanted.flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
};
