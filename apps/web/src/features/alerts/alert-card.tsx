import { Badge, Button, Card, type BadgeProps } from '@allmende/design-system';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Alert, AlertAction, AlertStatus, Severity } from '../../api/alerts.ts';
import { useValueText } from '../../city/index.ts';
import { useFormat, useText } from '../../i18n/index.ts';
import { AlertHistory } from './alert-history.tsx';
import { text } from './text.ts';
import { useEntityName } from './use-entity-name.ts';

const severityTones: Readonly<Record<Severity, BadgeProps['tone']>> = {
  info: 'info',
  warning: 'warning',
  critical: 'danger',
};
const statusTones: Readonly<Record<AlertStatus, BadgeProps['tone']>> = {
  open: 'danger',
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
  const valueText = useValueText();
  const place = useEntityName(alert.entityId);
  const [isOpen, setOpen] = useState(false);
  const { ruleName: name, severity, status, isCleared, raisedAt, history, entityId } = alert;
  const cause = history.find(({ kind }) => kind === 'raised')?.value;
  const value = typeof cause === 'number' || typeof cause === 'string' ? valueText(cause) : '';
  const time = format.time(raisedAt);
  return (
    <Card
      title={name}
      preline={
        <span className="alerts__badges">
          <Badge tone={severityTones[severity]}>{t(severity)}</Badge>
          <Badge tone={statusTones[status]}>{t(status)}</Badge>
        </span>
      }
    >
      <p className="kern-body">
        <Link className="kern-link" to={`/entities/${encodeURIComponent(entityId)}`}>
          {place}
        </Link>
      </p>
      <p className="kern-body kern-body--muted">
        {value === '' ? t('raisedAt', { time }) : t('raisedWith', { time, value })}
        {isCleared ? `. ${t('cleared')}` : ''}
      </p>
      {status === 'closed' ? null : (
        <div className="alerts__row">
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
        </div>
      )}
      <details
        className="kern-accordion"
        onToggle={(event) => {
          setOpen(event.currentTarget.open);
        }}
      >
        <summary className="kern-accordion__header">
          <span className="kern-title kern-title--small">{t('history')}</span>
        </summary>
        <section className="kern-accordion__body">{isOpen ? <AlertHistory alert={alert} /> : null}</section>
      </details>
    </Card>
  );
};
