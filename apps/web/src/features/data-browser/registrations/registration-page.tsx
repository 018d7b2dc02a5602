import { Badge, Button, Card, EmptyState, ErrorState, Facts, Loading, Notice } from '@allmende/design-system';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { ApiError } from '../../../api/api-error.ts';
import {
  deleteRegistration,
  getRegistration,
  registrationsPath,
  type Registration,
  type RegistrationDraft,
} from '../../../api/registrations.ts';
import { useFormat, useText } from '../../../i18n/index.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Link, useGo, useTenant } from '../../../tenant/index.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import '../data-browser.css';
import { DocumentCard } from '../document-card.tsx';
import { withoutOwn } from '../fragment.ts';
import { contactOf, contactTone, sourceName } from './registration-state.ts';
import { text } from './text.ts';
import { TrialCard } from './trial-card.tsx';
import { useOfferWords } from './use-offer-words.ts';

const refreshMs = 5000;

/** One context source: whether it answers, what it offers, how it is asked; try, disconnect. */
export const RegistrationPage = () => {
  const t = useText(text);
  const { id = '' } = useParams();
  const tenant = useTenant();
  const found = useQuery({
    queryKey: ['registration', tenant, id],
    queryFn: ({ signal }) => getRegistration(id, tenant, signal),
    refetchInterval: refreshMs,
  });
  usePageTitle(found.data === undefined ? t('registration') : sourceName(found.data));
  const isMissing = found.error instanceof ApiError && found.error.status === 404;
  return (
    <>
      <Link className="kern-link" to="/data/registrations">
        {t('back')}
      </Link>
      {found.data === undefined || isMissing ? (
        <h1 className="kern-heading-large">{t('registration')}</h1>
      ) : (
        <Shown registration={found.data} />
      )}
      {found.isPending ? <Loading /> : null}
      {isMissing ? <EmptyState title={t('missing')} /> : null}
      {found.isError && !isMissing ? (
        <ErrorState detail={found.error.message} onRetry={() => void found.refetch()} />
      ) : null}
    </>
  );
};

/** The registration as it was written. */
const draftOfKept = (kept: Registration): RegistrationDraft => ({
  ...(withoutOwn(kept) as RegistrationDraft),
  type: 'ContextSourceRegistration',
});

const Shown = ({ registration }: { readonly registration: Registration }) => {
  const t = useText(text);
  const tenant = useTenant();
  const contact = contactOf(registration);
  const draft = draftOfKept(registration);
  return (
    <>
      <div className="data__head">
        <div className="data__intro">
          <h1 className="kern-heading-large data__title">{sourceName(registration)}</h1>
          <Badge tone={contactTone[contact]}>{t(`contact_${contact}`)}</Badge>
        </div>
        <Actions registration={registration} />
      </div>
      <div className="data__columns">
        <div className="data__stack">
          <Health registration={registration} />
          <How registration={registration} />
        </div>
        <div className="data__stack">
          <What registration={registration} />
          <TrialCard draft={draft} />
        </div>
      </div>
      <DocumentCard
        title={t('technical')}
        document={draft}
        call={{ method: 'POST', path: registrationsPath, tenant }}
      />
    </>
  );
};

const Actions = ({ registration }: { readonly registration: Registration }) => {
  const t = useText(text);
  const tenant = useTenant();
  const queries = useQueryClient();
  const go = useGo();
  const [isDoomed, setDoomed] = useState(false);
  const { id } = registration;
  return (
    <div className="data__buttons">
      <Link
        className="kern-btn kern-btn--secondary"
        to={`/data/registrations/${encodeURIComponent(id)}/edit`}
      >
        <span className="kern-icon kern-icon--edit" aria-hidden="true" />
        <span className="kern-label">{t('edit')}</span>
      </Link>
      <Button
        variant="tertiary"
        icon="delete"
        onClick={() => {
          setDoomed(true);
        }}
      >
        {t('remove')}
      </Button>
      {isDoomed ? (
        <ConfirmDialog
          title={t('removeTitle', { name: sourceName(registration) })}
          detail={t('removeDetail')}
          confirm={t('removeYes')}
          onClose={() => {
            setDoomed(false);
          }}
          onConfirm={async () => {
            await deleteRegistration(id, tenant);
            await go('/data/registrations');
            queries.removeQueries({ queryKey: ['registration', tenant, id] });
            await queries.invalidateQueries({ queryKey: ['registrations'] });
          }}
        />
      ) : null}
    </div>
  );
};

const Health = ({ registration }: { readonly registration: Registration }) => {
  const t = useText(text);
  const format = useFormat();
  const { timesSent = 0, timesFailed = 0, lastSuccess, lastFailure, expiresAt } = registration;
  const time = (at: string | undefined): string | undefined => (at === undefined ? at : format.time(at));
  return (
    <Card title={t('health')}>
      {contactOf(registration) === 'failed' ? (
        <Notice tone="danger" title={t('contact_failed')}>
          <p className="kern-body">{t('failedDetail')}</p>
        </Notice>
      ) : null}
      {timesSent === 0 ? <p className="kern-body">{t('neverAsked')}</p> : null}
      <Facts
        facts={[
          { term: t('timesSent'), value: timesSent === 0 ? undefined : format.number(timesSent) },
          { term: t('timesFailed'), value: timesFailed === 0 ? undefined : format.number(timesFailed) },
          { term: t('lastSuccess'), value: time(lastSuccess) },
          { term: t('lastFailure'), value: time(lastFailure) },
          { term: t('expires'), value: time(expiresAt) },
        ]}
      />
    </Card>
  );
};

const What = ({ registration }: { readonly registration: Registration }) => {
  const t = useText(text);
  const words = useOfferWords()(registration);
  const { description, mode = 'inclusive', id } = registration;
  return (
    <Card title={t('what')}>
      <Facts
        facts={[
          { term: t('description'), value: description },
          { term: t('entities'), value: words.entities },
          { term: t('attributes'), value: words.attributes },
          { term: t('mode'), value: t(`modeDetail_${mode}`) },
          { term: t('operations'), value: words.operations },
          { term: t('id'), value: <code>{id}</code> },
        ]}
      />
    </Card>
  );
};

const How = ({ registration }: { readonly registration: Registration }) => {
  const t = useText(text);
  const format = useFormat();
  const { endpoint, tenant, contextSourceInfo = [], management = {} } = registration;
  const seconds = (value: unknown): string | undefined =>
    typeof value === 'number' ? format.quantity(value / 1000, 's') : undefined;
  return (
    <Card title={t('how')}>
      <Facts
        facts={[
          { term: t('endpoint'), value: <code className="data__receiver">{endpoint}</code> },
          { term: t('tenant'), value: tenant },
          { term: t('headers'), value: contextSourceInfo.map(({ key }) => key).join(', ') },
          { term: t('timeoutShown'), value: seconds(management['timeout']) },
          { term: t('cooldownShown'), value: seconds(management['cooldown']) },
          { term: t('local'), value: management['localOnly'] === true ? t('yes') : undefined },
        ]}
      />
    </Card>
  );
};
