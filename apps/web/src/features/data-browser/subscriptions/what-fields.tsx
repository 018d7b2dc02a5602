import { Card, CheckField, ChoiceButtons, SelectField, TextField } from '@allmende/design-system';
import { cityType, entityName, orderTypes, useEntitiesOf, useTypes } from '../../../city/index.ts';
import { useLanguage, useText } from '../../../i18n/index.ts';
import { FilterConditions } from '../filter-builder.tsx';
import { readQuery } from '../read-query.ts';
import { useFilterPaths } from '../use-filter-paths.ts';
import { PlaceFields } from './place-fields.tsx';
import type { FieldsProps } from './fields-props.ts';
import { anyType, type SubscriptionForm } from './subscription-fields.ts';
import { queryOfForm } from './subscription-form.ts';
import { text } from './text.ts';

/** What it is called and for; whether it is active. */
export const NameFields = ({ form, onChange }: FieldsProps) => {
  const t = useText(text);
  return (
    <Card title={t('nameCard')}>
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

/** The entities of interest: which, under what conditions, where. */
export const WhatFields = (fields: FieldsProps) => {
  const t = useText(text);
  return (
    <Card title={t('whatCard')}>
      <EntityFields {...fields} />
      {fields.form.type === '' ? null : (
        <>
          <FilterFields {...fields} />
          <PlaceFields {...fields} />
        </>
      )}
    </Card>
  );
};

const EntityFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const types = useTypes();
  const isOneType = form.type !== '' && form.type !== anyType;
  const entities = useEntitiesOf(isOneType ? form.type : '');
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
const FilterFields = ({ form, onChange, problemText }: FieldsProps) => {
  const t = useText(text);
  const isOneType = form.type !== anyType;
  const { paths } = useFilterPaths(isOneType ? form.type : '');
  const problem = problemText('conditions');
  return (
    <fieldset className="data__group">
      <legend className="kern-label">{t('filter')}</legend>
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
          else if (isBuildable(form)) onChange({ filterKind: 'builder', ...readQuery(form.q.trim()) });
        }}
      />
      {form.filterKind === 'builder' ? (
        <FilterConditions
          paths={paths}
          conditions={form.conditions}
          join={form.join}
          emptyText={t('noConditions')}
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
          hint={isBuildable(form) ? t('qHint') : `${t('qHint')} ${t('qOnly')}`}
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
    </fieldset>
  );
};

const isBuildable = ({ q }: SubscriptionForm): boolean => readQuery(q.trim()) !== undefined;
