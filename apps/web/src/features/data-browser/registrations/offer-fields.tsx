import { Card, SelectField, TextField } from '@allmende/design-system';
import { registrationModes } from '../../../api/registrations.ts';
import { useText } from '../../../i18n/index.ts';
import { ChoiceList } from '../choice-list.tsx';
import type { FieldsProps } from './fields-props.ts';
import { operationGroups, singleOperations, type RegistrationForm } from './registration-fields.ts';
import { text } from './text.ts';

/** Which source it is, and what it offers. */
export const OfferFields = (fields: FieldsProps) => {
  const t = useText(text);
  const line = useLine(fields);
  return (
    <>
      <Card title={t('nameCard')}>
        {line('name', t('name'), t('nameHint'))}
        {line('description', t('description'), t('descriptionHint'))}
      </Card>
      <Card title={t('whatCard')}>
        {line('types', t('types'), t('typesHint'))}
        <div className="ds-fields">
          {line('entityId', t('entityId'), t('entityIdHint'))}
          {fields.form.entityId.trim() === '' ? line('idPattern', t('idPattern'), t('idPatternHint')) : null}
        </div>
        <div className="ds-fields">
          {line('properties', t('properties'), t('propertiesHint'))}
          {line('relationships', t('relationships'), t('propertiesHint'))}
        </div>
        <ModeField {...fields} />
        <OperationFields {...fields} />
      </Card>
    </>
  );
};

type TextName = {
  [Name in keyof RegistrationForm]-?: RegistrationForm[Name] extends string ? Name : never;
}[keyof RegistrationForm];

/** Makes fields of one line. */
const useLine =
  ({ form, onChange, problemText }: FieldsProps) =>
  (name: TextName, label: string, hint: string) => (
    <TextField
      label={label}
      hint={hint}
      value={form[name]}
      error={problemText(name)}
      onChange={(value) => {
        onChange({ [name]: value });
      }}
    />
  );

const ModeField = ({ form, onChange }: FieldsProps) => {
  const t = useText(text);
  return (
    <SelectField
      label={t('modeLabel')}
      hint={t(`modeDetail_${form.mode}`)}
      value={form.mode}
      options={registrationModes.map((mode) => ({ value: mode, label: t(`mode_${mode}`) }))}
      onChange={(next) => {
        onChange({ mode: registrationModes.find((mode) => mode === next) ?? form.mode });
      }}
    />
  );
};

const OperationFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  const { operations } = form;
  const problem = problemText('operations');
  const isGroup = (name: string): boolean => operationGroups.some((group) => group === name);
  const singles = operations.filter((name) => !isGroup(name));
  return (
    <>
      <ChoiceList
        label={t('operations')}
        hint={t('operationsHint')}
        options={operationGroups.map((group) => ({ value: group, label: t(`op_${group}`) }))}
        chosen={operations.filter(isGroup)}
        onChange={(groups) => {
          onChange({ operations: [...groups, ...singles] });
        }}
      />
      <details className="kern-accordion" open={singles.length > 0}>
        <summary className="kern-accordion__header">
          <span className="kern-title">{t('single')}</span>
        </summary>
        <section className="kern-accordion__body">
          <ChoiceList
            label={t('single')}
            options={singleOperations.map((name) => ({ value: name, label: name }))}
            chosen={singles}
            onChange={(next) => {
              onChange({ operations: [...operations.filter(isGroup), ...next] });
            }}
          />
        </section>
      </details>
      {problem === undefined ? null : (
        <p className="kern-error" role="alert">
          <span className="kern-icon kern-icon--danger" aria-hidden="true" />
          <span className="kern-body">{problem}</span>
        </p>
      )}
    </>
  );
};
