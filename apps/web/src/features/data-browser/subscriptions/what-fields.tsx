import { Card, CheckField, ChoiceButtons, SelectField, TextField } from '@allmende/design-system';
import { cityType, entityName, inputName, orderTypes, useEntitiesOf, useTypes } from '../../../city/index.ts';
import { useLanguage, useText } from '../../../i18n/index.ts';
import { ChoiceList } from '../choice-list.tsx';
import { FilterBuilder } from '../filter-builder.tsx';
import { readQuery } from '../read-query.ts';
import { useFilterPaths } from '../use-filter-paths.ts';
import { useTenant } from '../use-tenant.ts';
import { anyType, type ChangeForm, type SubscriptionForm } from './subscription-fields.ts';
import { queryOfForm } from './subscription-form.ts';
import { text } from './text.ts';

/** What is wrong with a field, in words; undefined when nothing is. */
export type ProblemText = (field: keyof SubscriptionForm) => string | undefined;

export interface FieldsProps {
  readonly form: SubscriptionForm;
  readonly onChange: ChangeForm;
  readonly problemText: ProblemText;
}

/** Name, and the entities of interest. */
export const WhatFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  return (
    <Card title={t('whatCard')}>
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        value={form.name}
        onChange={(name) => {
          onChange({ name });
        }}
      />
      <TextField
        label={t('description')}
        hint={t('descriptionHint')}
        rows={2}
        value={form.description}
        onChange={(description) => {
          onChange({ description });
        }}
      />
      <EntityFields form={form} onChange={onChange} problemText={problemText} />
      <CheckField
        label={t('isActive')}
        isChecked={form.isActive}
        onChange={(isActive) => {
          onChange({ isActive });
        }}
      />
    </Card>
  );
};

const EntityFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  const { tenant } = useTenant();
  const { language } = useLanguage();
  const types = useTypes(tenant);
  const isOneType = form.type !== '' && form.type !== anyType;
  const entities = useEntitiesOf(isOneType ? form.type : '', tenant);
  const known = new Set([...(types.data ?? []).map(({ type }) => type), ...(isOneType ? [form.type] : [])]);
  const places = (entities.data ?? [])
    .map((entity) => ({ value: entity.id, label: entityName(entity) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  const isKnownPlace = form.entityId === '' || places.some(({ value }) => value === form.entityId);
  return (
    <>
      <div className="ds-fields">
        <SelectField
          label={t('type')}
          value={form.type}
          error={problemText('type')}
          options={[
            { value: '', label: t('choose') },
            ...orderTypes([...known]).map((type) => ({ value: type, label: cityType(type).names[language] })),
            { value: anyType, label: t('allTypes') },
          ]}
          onChange={(type) => {
            onChange({ type, entityId: '', idPattern: '', watched: [], shown: [], conditions: [] });
          }}
        />
        <SelectField
          label={t('entity')}
          value={form.entityId}
          isDisabled={!isOneType}
          options={[
            { value: '', label: t('allEntities') },
            ...(isKnownPlace ? [] : [{ value: form.entityId, label: form.entityId }]),
            ...places,
          ]}
          onChange={(entityId) => {
            onChange({ entityId });
          }}
        />
      </div>
      {form.entityId === '' && form.type !== '' ? (
        <TextField
          label={t('idPattern')}
          hint={t('idPatternHint')}
          value={form.idPattern}
          onChange={(idPattern) => {
            onChange({ idPattern });
          }}
        />
      ) : null}
    </>
  );
};

/** Conditions on the entities, built or written. */
export const FilterFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  const { tenant } = useTenant();
  const isOneType = form.type !== '' && form.type !== anyType;
  const { paths } = useFilterPaths(isOneType ? form.type : '', tenant);
  const problem = problemText('conditions');
  const isBuilder = form.filterKind === 'builder';
  return (
    <>
      <div className="data__switch">
        <span className="kern-label">{t('filterKind')}</span>
        <ChoiceButtons
          label={t('filterKind')}
          value={form.filterKind}
          options={[
            { value: 'builder', label: t('builder') },
            { value: 'text', label: t('expression') },
          ]}
          onChange={(next) => {
            if (next === 'text') onChange({ filterKind: 'text', q: queryOfForm(form) });
            // An expression that the conditions cannot say stays one.
            else if (readQuery(form.q.trim()) !== undefined)
              onChange({ filterKind: 'builder', ...readQuery(form.q.trim()) });
          }}
        />
      </div>
      {isBuilder ? (
        <FilterBuilder
          paths={paths}
          conditions={form.conditions}
          join={form.join}
          emptyText={isOneType ? t('noConditions') : t('chooseTypeFirst')}
          onChange={(conditions) => {
            onChange({ conditions });
          }}
          onJoin={(join) => {
            onChange({ join });
          }}
        />
      ) : (
        <TextField
          label={t('q')}
          hint={t('qHint')}
          value={form.q}
          rows={2}
          onChange={(q) => {
            onChange({ q });
          }}
        />
      )}
      {problem === undefined ? null : (
        <p className="kern-error" role="alert">
          <span className="kern-icon kern-icon--danger" aria-hidden="true" />
          <span className="kern-body">{problem}</span>
        </p>
      )}
    </>
  );
};

interface AttributeFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly type: string;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Attributes of the type to choose from; typed ones where no type is chosen. */
export const AttributeField = ({ label, hint, type, chosen, onChange }: AttributeFieldProps) => {
  const t = useText(text);
  const { tenant } = useTenant();
  const { language } = useLanguage();
  const isOneType = type !== '' && type !== anyType;
  const { attributes } = useFilterPaths(isOneType ? type : '', tenant);
  if (!isOneType) {
    return (
      <TextField
        label={label}
        hint={`${t('otherAttributes')}. ${hint}`}
        value={chosen.join(', ')}
        onChange={(next) => {
          onChange(
            next
              .split(',')
              .map((name) => name.trim())
              .filter((name, index, all) => name !== '' || index < all.length - 1),
          );
        }}
      />
    );
  }
  return (
    <ChoiceList
      label={label}
      hint={hint}
      options={(attributes ?? []).map(({ name }) => ({ value: name, label: inputName(name, language) }))}
      chosen={chosen}
      onChange={onChange}
    />
  );
};
