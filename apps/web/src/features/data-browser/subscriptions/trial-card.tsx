import { Button, Card, ErrorState, Notice, SelectField } from '@allmende/design-system';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../../api/api-error.ts';
import type { SubscriptionDraft } from '../../../api/subscriptions.ts';
import { trySubscription, type SubscriptionTrial } from '../../../api/trials.ts';
import { entityName, useEntitiesOf } from '../../../city/index.ts';
import { useLanguage, useText } from '../../../i18n/index.ts';
import { useTenant } from '../../../tenant/index.ts';
import { TrialReplyView, TrialRequestView } from '../trial-result.tsx';
import { text } from './text.ts';

interface TrialCardProps {
  /** What is tried; undefined while too little is known for it. */
  readonly draft: SubscriptionDraft | undefined;
}

/** Shows what a subscription would send, and sends it when told, without keeping anything. */
export const TrialCard = ({ draft }: TrialCardProps) => {
  const t = useText(text);
  const tenant = useTenant();
  const { language } = useLanguage();
  const [entityId, setEntityId] = useState('');
  const type = draft?.entities?.[0]?.type ?? '';
  const entities = useEntitiesOf(type === '*' ? '' : type);
  const places = (entities.data ?? [])
    .map((entity) => ({ value: entity.id, label: entityName(entity) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  const isOffered = places.some(({ value }) => value === entityId);
  const trial = useMutation({
    mutationFn: async (send: boolean) => {
      if (draft === undefined) throw new Error(t('trialUnfinished'));
      return trySubscription({ subscription: draft, send, ...(isOffered ? { entityId } : {}) }, tenant);
    },
  });
  return (
    <Card title={t('trial')}>
      <p className="kern-body">{t('trialIntro')}</p>
      <SelectField
        label={t('trialEntity')}
        value={isOffered ? entityId : ''}
        options={[{ value: '', label: t('firstMatching') }, ...places]}
        onChange={setEntityId}
      />
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
      <Outcome trial={trial} nameOf={(id) => places.find(({ value }) => value === id)?.label ?? id} />
    </Card>
  );
};

interface OutcomeProps {
  readonly trial: UseMutationResult<SubscriptionTrial, Error, boolean>;
  /** What an entity is called. */
  readonly nameOf: (id: string) => string;
}

const Outcome = ({ trial, nameOf }: OutcomeProps) => {
  const t = useText(text);
  const { error, data } = trial;
  if (error instanceof ApiError && error.status === 409)
    return <Notice tone="info" title={t('trialNothing')} />;
  if (error !== null) return <ErrorState detail={error.message} />;
  return data === undefined ? null : <Result trial={data} name={nameOf(data.entityId)} />;
};

interface ResultProps {
  readonly trial: SubscriptionTrial;
  /** Of the entity. */
  readonly name: string;
}

const Result = ({ trial, name }: ResultProps) => {
  const t = useText(text);
  const { isMatching, request, reply } = trial;
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
