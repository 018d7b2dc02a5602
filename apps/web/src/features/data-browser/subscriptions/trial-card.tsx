import { Button, Card, ErrorState, Notice, SelectField } from '@allmende/design-system';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../../api/api-error.ts';
import type { SubscriptionDraft } from '../../../api/subscriptions.ts';
import { trySubscription, type SubscriptionTrial } from '../../../api/trials.ts';
import { entityName, useEntitiesOf } from '../../../city/index.ts';
import { useLanguage, useText } from '../../../i18n/index.ts';
import { TrialReplyView, TrialRequestView } from '../trial-result.tsx';
import { useTenant } from '../use-tenant.ts';
import { text } from './text.ts';

interface TrialCardProps {
  /** What is tried; undefined while too little is known for it. */
  readonly draft: SubscriptionDraft | undefined;
}

/** Shows what a subscription would send, and sends it when told, without keeping anything. */
export const TrialCard = ({ draft }: TrialCardProps) => {
  const t = useText(text);
  const { tenant } = useTenant();
  const [entityId, setEntityId] = useState('');
  const trial = useMutation({
    mutationFn: async (send: boolean) => {
      if (draft === undefined) throw new Error(t('trialUnfinished'));
      return trySubscription({ subscription: draft, send, ...(entityId === '' ? {} : { entityId }) }, tenant);
    },
  });
  const isWithoutEntity = trial.error instanceof ApiError && trial.error.status === 409;
  return (
    <Card title={t('trial')}>
      <p className="kern-body">{t('trialIntro')}</p>
      <EntityChoice type={draft?.entities?.[0]?.type ?? ''} value={entityId} onChange={setEntityId} />
      <div className="data__buttons">
        <Button
          variant="secondary"
          disabled={trial.isPending || draft === undefined}
          onClick={() => {
            trial.mutate(false);
          }}
        >
          {t('trialShow')}
        </Button>
        <Button
          variant="secondary"
          disabled={trial.isPending || draft === undefined}
          onClick={() => {
            trial.mutate(true);
          }}
        >
          {t('trialSend')}
        </Button>
      </div>
      {draft === undefined ? <p className="kern-body kern-body--muted">{t('trialUnfinished')}</p> : null}
      {isWithoutEntity ? <Notice tone="info" title={t('trialNothing')} /> : null}
      {trial.isError && !isWithoutEntity ? <ErrorState detail={trial.error.message} /> : null}
      {trial.data === undefined ? null : <Result trial={trial.data} />}
    </Card>
  );
};

interface EntityChoiceProps {
  readonly type: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
}

const EntityChoice = ({ type, value, onChange }: EntityChoiceProps) => {
  const t = useText(text);
  const { tenant } = useTenant();
  const { language } = useLanguage();
  const entities = useEntitiesOf(type === '*' ? '' : type, tenant);
  const places = (entities.data ?? [])
    .map((entity) => ({ value: entity.id, label: entityName(entity) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  const isOffered = value === '' || places.some((place) => place.value === value);
  return (
    <SelectField
      label={t('trialEntity')}
      value={isOffered ? value : ''}
      options={[{ value: '', label: t('firstMatching') }, ...places]}
      onChange={onChange}
    />
  );
};

const Result = ({ trial }: { readonly trial: SubscriptionTrial }) => {
  const t = useText(text);
  const { entityId, isMatching, request, reply } = trial;
  const name = entityId;
  return (
    <>
      <Notice
        tone={isMatching ? 'success' : 'warning'}
        title={isMatching ? t('trialMatches', { name }) : t('trialMatchesNot', { name })}
      />
      <p className="kern-body kern-body--bold">{reply === undefined ? t('trialWould') : t('trialWas')}</p>
      <TrialRequestView request={request} />
      {reply === undefined ? null : <TrialReplyView reply={reply} />}
    </>
  );
};
