import { Badge, Button, Card, type BadgeProps } from '@allmende/design-system';
import { useState } from 'react';
import type { Alert, AlertAction, AlertStatus, Severity } from '../../api/alerts.ts';
import { EntityReference, useEntityName } from '../../city/index.ts';
import { useFormat, useText } from '../../i18n/index.ts';
import { AlertHistory } from './alert-history.tsx';
import { text } from './text.ts';
import { useAlertValue } from './use-alert-value.ts';

const severityTones: Readonly<Record<Severity, BadgeProps['tone']>> = {
  info: 'info',
  warning: 'warning',
  critical: 'danger',
};
const statusTones: Readonly<Record<Exclude<AlertStatus, 'open'>, BadgeProps['tone']>> = {
  acknowledged: 'info',
  closed: 'success',
};

interface AlertCardProps {
  readonly alert: Alert;
  readonly onAct: (step: AlertAction['step']) => void;
}

/** One alert: what, where, since when, and what to do about it. */
export const AlertCard = ({ alert, onAct }: AlertCardProps) => {
  const t = useText(text);
  const format = useFormat();
  const valueText = useAlertValue(alert);
  const place = useEntityName(alert.entityId);
  const [isOpen, setOpen] = useState(false);
  const { ruleName: name, severity, status, isCleared, raisedAt, history, entityId } = alert;
  const cause = history.find(({ kind }) => kind === 'raised')?.value;
  const value = typeof cause === 'number' || typeof cause === 'string' ? valueText(cause) : '';
  const time = format.time(raisedAt);
  return (
    <Card
      title={name}
      label={[name, place, time].join(', ')}
      preline={
        <span className="alerts__badges">
          <Badge tone={severityTones[severity]}>{t(severity)}</Badge>
          {status === 'open' ? null : <Badge tone={statusTones[status]}>{t(status)}</Badge>}
        </span>
      }
      actions={<Actions {...{ alert, place, onAct }} />}
    >
      <p className="kern-body">
        <EntityReference id={entityId} />
        {' · '}
        {value === '' ? t('raisedAt', { time }) : t('raisedWith', { time, value })}
        {isCleared ? `. ${t('cleared')}` : ''}
      </p>
      <details
        className="alerts__more"
        onToggle={(event) => {
          setOpen(event.currentTarget.open);
        }}
      >
        <summary className="kern-body kern-body--small">{t('history')}</summary>
        {isOpen ? <AlertHistory alert={alert} /> : null}
      </details>
    </Card>
  );
};

interface ActionsProps extends AlertCardProps {
  readonly place: string;
}

const Actions = ({ alert, place, onAct }: ActionsProps) => {
  const t = useText(text);
  const { ruleName: name, status } = alert;
  if (status === 'closed') return null;
  return (
    <>
      {status === 'open' ? (
        <Button
          className="kern-btn--x-small"
          aria-label={t('acknowledgeNamed', { name, place })}
          onClick={() => {
            onAct('acknowledge');
          }}
        >
          {t('acknowledge')}
        </Button>
      ) : null}
      <Button
        variant="secondary"
        className="kern-btn--x-small"
        aria-label={t('closeNamed', { name, place })}
        onClick={() => {
          onAct('close');
        }}
      >
        {t('close')}
      </Button>
    </>
  );
};
