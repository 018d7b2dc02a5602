import { useQuery } from '@tanstack/react-query';
import { getRules, type Alert } from '../../api/alerts.ts';
import { useQuantityText, useUnits } from '../../city/index.ts';
import { useTenant } from '../../tenant/index.ts';

/** Tells a value of an alert as its rule's attribute is read; plainly once the rule is gone. */
export const useAlertValue = ({ ruleId }: Alert): ((value: string | number) => string) => {
  const tenant = useTenant();
  const { data } = useQuery({
    queryKey: ['alert-rules', tenant],
    queryFn: ({ signal }) => getRules(tenant, signal),
  });
  const rule = data?.find(({ id }) => id === ruleId);
  const unitOf = useUnits(rule === undefined ? [] : [rule.entityType]);
  const quantityText = useQuantityText();
  return (value) => {
    const attribute = rule?.condition.attribute;
    if (rule === undefined || attribute === undefined) return quantityText('', value);
    return quantityText(attribute, value, unitOf(rule.entityType, attribute));
  };
};
