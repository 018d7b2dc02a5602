import { Button, Card, ErrorState } from '@allmende/design-system';
import { useMutation } from '@tanstack/react-query';
import type { RegistrationDraft } from '../../../api/registrations.ts';
import { tryRegistration, type SourceTrial } from '../../../api/trials.ts';
import { useText } from '../../../i18n/index.ts';
import { useTenant } from '../../../tenant/index.ts';
import { TrialReplyView, TrialRequestView } from '../trial-result.tsx';
import { text } from './text.ts';

interface TrialCardProps {
  /** What is tried; undefined while too little is known for it. */
  readonly draft: RegistrationDraft | undefined;
}

/** Asks a source what queries would ask it, and shows what it answers. */
export const TrialCard = ({ draft }: TrialCardProps) => {
  const t = useText(text);
  const tenant = useTenant();
  const trial = useMutation({
    mutationFn: async () => {
      if (draft === undefined) throw new Error(t('trialUnfinished'));
      return tryRegistration(draft, tenant);
    },
  });
  return (
    <Card title={t('trial')}>
      <p className="kern-body">{t('trialIntro')}</p>
      <div className="data__buttons">
        <Button
          variant="secondary"
          disabled={trial.isPending || draft === undefined}
          onClick={() => {
            trial.mutate();
          }}
        >
          {t('trialRun')}
        </Button>
      </div>
      {draft === undefined ? <p className="kern-body kern-body--muted">{t('trialUnfinished')}</p> : null}
      {trial.isError ? <ErrorState detail={trial.error.message} /> : null}
      {(trial.data ?? []).map((call) => (
        <Call key={call.purpose} call={call} />
      ))}
    </Card>
  );
};

const Call = ({ call }: { readonly call: SourceTrial }) => {
  const t = useText(text);
  const { purpose, request, reply } = call;
  const isOldSource = purpose === 'identity' && reply.kind === 'answer' && reply.status === 404;
  return (
    <>
      <h3 className="kern-title kern-title--small">{t(`purpose_${purpose}`)}</h3>
      <TrialRequestView request={request} />
      <TrialReplyView reply={reply} />
      {isOldSource ? <p className="kern-body kern-body--muted">{t('identityMissing')}</p> : null}
    </>
  );
};
