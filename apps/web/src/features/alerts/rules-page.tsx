import { Badge, Button, Card, Dialog, EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteRule, getRules, type AlertRule } from '../../api/alerts.ts';
import { cityType, useEntityName } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link, useTenant } from '../../tenant/index.ts';
import './alerts.css';
import { AlertsHead } from './alerts-head.tsx';
import { text } from './text.ts';
import { useRuleSentence } from './use-rule-sentence.ts';

/** The rules that raise alerts: create, change, delete. */
export const RulesPage = () => {
  const t = useText(text);
  usePageTitle(t('rules'));
  const [doomed, setDoomed] = useState<AlertRule>();
  const tenant = useTenant();
  const rules = useQuery({
    queryKey: ['alert-rules', tenant],
    queryFn: ({ signal }) => getRules(tenant, signal),
  });
  const create = (
    <Link className="kern-btn kern-btn--primary" to="/alerts/rules/new">
      <span className="kern-icon kern-icon--add" aria-hidden="true" />
      <span className="kern-label">{t('newRule')}</span>
    </Link>
  );
  const isEmpty = rules.data?.length === 0;
  return (
    <>
      <AlertsHead intro={t('rulesIntro')} action={rules.data === undefined || isEmpty ? undefined : create} />
      {rules.isPending ? <Loading /> : null}
      {rules.isError ? (
        <ErrorState detail={rules.error.message} onRetry={() => void rules.refetch()} />
      ) : null}
      {isEmpty ? (
        <EmptyState title={t('noRules')} action={create}>
          {t('noRulesDetail')}
        </EmptyState>
      ) : null}
      <ul className="alerts__list">
        {(rules.data ?? []).map((rule) => (
          <li key={rule.id}>
            <RuleCard
              rule={rule}
              onDelete={() => {
                setDoomed(rule);
              }}
            />
          </li>
        ))}
      </ul>
      {doomed === undefined ? null : (
        <DeleteDialog
          rule={doomed}
          onClose={() => {
            setDoomed(undefined);
          }}
        />
      )}
    </>
  );
};

interface RuleCardProps {
  readonly rule: AlertRule;
  readonly onDelete: () => void;
}

const RuleCard = ({ rule, onDelete }: RuleCardProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const sentence = useRuleSentence(rule);
  const place = useEntityName(rule.entityId ?? '');
  const { id, name, severity, isActive, entityType, entityId, recipients } = rule;
  const type = cityType(entityType).names[language];
  const [emails, webhooks] = [recipients.emails.length, recipients.webhooks.length];
  return (
    <Card
      title={name}
      preline={
        <span className="alerts__badges">
          <Badge tone={isActive ? 'success' : 'info'}>{isActive ? t('active') : t('paused')}</Badge>
          <span className="kern-body kern-body--small">{t(severity)}</span>
        </span>
      }
      actions={
        <>
          <Link
            className="kern-btn kern-btn--secondary kern-btn--x-small"
            to={`/alerts/rules/${encodeURIComponent(id)}`}
            aria-label={t('editNamed', { name })}
          >
            <span className="kern-icon kern-icon--edit" aria-hidden="true" />
            <span className="kern-label">{t('edit')}</span>
          </Link>
          <Button
            variant="tertiary"
            icon="delete"
            className="kern-btn--x-small"
            aria-label={t('removeNamed', { name })}
            onClick={onDelete}
          >
            {t('remove')}
          </Button>
        </>
      }
    >
      <p className="kern-body">{sentence}</p>
      <p className="kern-body kern-body--muted">
        {entityId === undefined ? t('tellAll', { type }) : t('tellOne', { type, place })}
        {' · '}
        {emails + webhooks === 0
          ? t('tellNobody')
          : t('tellRecipients', { emails, webhooks, both: emails > 0 && webhooks > 0 ? 'yes' : 'no' })}
      </p>
    </Card>
  );
};

interface DeleteDialogProps {
  readonly rule: AlertRule;
  readonly onClose: () => void;
}

const DeleteDialog = ({ rule, onClose }: DeleteDialogProps) => {
  const t = useText(text);
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => deleteRule(rule.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['alert-rules'] });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('removeTitle', { name: rule.name })}
      onClose={onClose}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            disabled={removal.isPending}
            onClick={() => {
              removal.mutate();
            }}
          >
            {t('removeYes')}
          </Button>
        </>
      }
    >
      <p className="kern-body">{t('removeDetail')}</p>
      {removal.isError ? <ErrorState detail={removal.error.message} /> : null}
    </Dialog>
  );
};
