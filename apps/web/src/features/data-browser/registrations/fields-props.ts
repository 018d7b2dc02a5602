import type { ChangeForm, RegistrationForm } from './registration-fields.ts';

export interface FieldsProps {
  readonly form: RegistrationForm;
  readonly onChange: ChangeForm;
  /** What is wrong with a field, in words; undefined when nothing is. */
  readonly problemText: (field: keyof RegistrationForm) => string | undefined;
}
