import {
  Button,
  Card,
  CheckField,
  ErrorState,
  Notice,
  SelectField,
  TextField,
} from '@allmende/design-system';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type RefObject } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { createRule, getRule, replaceRule, type AlertRule, type AlertRuleDraft } from '../../api/alerts.ts';
import { cityType, entityName, orderTypes, useEntitiesOf, useTypes } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { Link, useGo, useTenant } from '../../tenant/index.ts';
import { ConditionFields } from './condition-fields.tsx';
import {
  emptyRuleForm,
  formOfRule,
  severities,
  toRule,
  type ChangeForm,
  type RuleForm,
} from './rule-form.ts';
import { text } from './text.ts';
import { useProblemText, type ProblemText } from './use-problem-text.ts';

interface RuleEditorProps {
  /** The rule to change; undefined to write a new one. */
  readonly saved: AlertRule | undefined;
  /** Takes the server's version instead of what was written. */
  readonly onReload: () => void;
}

/** The form of a rule: what is watched, when an alert is raised, who is told. */
export const RuleEditor = ({ saved, onReload }: RuleEditorProps) => {
  const t = useText(text);
  const element = useRef<HTMLFormElement>(null);
  const [form, setForm] = useState(() => (saved === undefined ? emptyRuleForm : formOfRule(saved)));
  const [isChecked, setChecked] = useState(false);
  const saving = useSaveRule(saved);
  const read = toRule(form);
  const problems = isChecked && 'problems' in read ? read.problems : {};
  const problemText = useProblemText(problems, form);
  const change: ChangeForm = (next) => {
    setForm((old) => ({ ...old, ...next }));
  };
  const hasConflict = saving.error instanceof ApiError && saving.error.status === 409;
  const save = (isForced: boolean): void => {
    setChecked(true);
    if ('rule' in read) saving.mutate({ rule: read.rule, isForced });
    else focusFirstProblem(element);
  };
  return (
    <form
      className="alerts__editor"
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(false);
      }}
    >
      <Watched form={form} onChange={change} problemText={problemText} />
      <Card title={t('when')}>
        <ConditionFields form={form} onChange={change} problemText={problemText} />
      </Card>
      <Card title={t('who')}>
        <TextField
          label={t('emails')}
          hint={t('emailsHint')}
          rows={3}
          value={form.emails}
          error={problemText('emails')}
          onChange={(emails) => {
            change({ emails });
          }}
        />
        <TextField
          label={t('webhooks')}
          hint={t('webhooksHint')}
          rows={3}
          value={form.webhooks}
          error={problemText('webhooks')}
          onChange={(webhooks) => {
            change({ webhooks });
          }}
        />
      </Card>
      {Object.keys(problems).length > 0 ? <Notice tone="danger" title={t('problems')} /> : null}
      {hasConflict ? (
        <Notice tone="danger" title={t('conflict')}>
          <p className="kern-body">{t('conflictDetail')}</p>
          <div className="ds-row">
            <Button
              variant="secondary"
              onClick={() => {
                save(true);
              }}
            >
              {t('keepMine')}
            </Button>
            <Button variant="secondary" onClick={onReload}>
              {t('takeTheirs')}
            </Button>
          </div>
        </Notice>
      ) : null}
      {saving.isError && !hasConflict ? <ErrorState detail={saving.error.message} /> : null}
      <div className="ds-row">
        <Button type="submit" disabled={saving.isPending}>
          {t('save')}
        </Button>
        <Link className="kern-link" to="/alerts/rules">
          {t('cancel')}
        </Link>
      </div>
    </form>
  );
};

const useSaveRule = (saved: AlertRule | undefined) => {
  const queries = useQueryClient();
  const go = useGo();
  const tenant = useTenant();
  return useMutation({
    mutationFn: async ({ rule, isForced }: { readonly rule: AlertRuleDraft; readonly isForced: boolean }) => {
      if (saved === undefined) return createRule(rule, tenant);
      const { version } = isForced ? await getRule(saved.id) : saved;
      return replaceRule({ ...rule, id: saved.id, tenant: saved.tenant, version });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['alert-rules'] });
      await go('/alerts/rules');
    },
  });
};

/** After the fields are marked, leads the keyboard to the first of them. */
const focusFirstProblem = (form: RefObject<HTMLFormElement | null>): void => {
  requestAnimationFrame(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
};

interface WatchedProps {
  readonly form: RuleForm;
  readonly onChange: ChangeForm;
  readonly problemText: ProblemText;
}

const Watched = ({ form, onChange, problemText }: WatchedProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const types = useTypes();
  const entities = useEntitiesOf(form.entityType);
  const places = (entities.data ?? [])
    .map((entity) => ({ value: entity.id, label: entityName(entity) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  const known = new Set([...(types.data ?? []).map(({ type }) => type), form.entityType]);
  known.delete('');
  const isKnownPlace = form.entityId === '' || places.some(({ value }) => value === form.entityId);
  return (
    <Card title={t('what')}>
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        value={form.name}
        isRequired
        error={problemText('name')}
        onChange={(name) => {
          onChange({ name });
        }}
      />
      <div className="alerts__fields">
        <SelectField
          label={t('type')}
          value={form.entityType}
          error={problemText('entityType')}
          options={[
            { value: '', label: t('choose') },
            ...orderTypes([...known]).map((type) => ({ value: type, label: cityType(type).names[language] })),
          ]}
          onChange={(entityType) => {
            onChange({ entityType, entityId: '', attribute: '' });
          }}
        />
        <SelectField
          label={t('entity')}
          value={form.entityId}
          isDisabled={form.entityType === ''}
          options={[
            { value: '', label: t('allEntities') },
            ...(isKnownPlace ? [] : [{ value: form.entityId, label: form.entityId }]),
            ...places,
          ]}
          onChange={(entityId) => {
            onChange({ entityId });
          }}
        />
        <SelectField
          label={t('severity')}
          value={form.severity}
          options={severities.map((severity) => ({ value: severity, label: t(severity) }))}
          onChange={(value) => {
            onChange({ severity: severities.find((one) => one === value) ?? form.severity });
          }}
        />
      </div>
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
