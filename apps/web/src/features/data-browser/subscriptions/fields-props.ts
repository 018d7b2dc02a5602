import type { ChangeForm, SubscriptionForm } from './subscription-fields.ts';

/** What is wrong with a field, in words; undefined when nothing is. */
export type ProblemText = (field: keyof SubscriptionForm) => string | undefined;

export interface FieldsProps {
  readonly form: SubscriptionForm;
  readonly onChange: ChangeForm;
  readonly problemText: ProblemText;
}
