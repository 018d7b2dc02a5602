import {
  Badge,
  Button,
  Card,
  CopyButton,
  EmptyState,
  ErrorState,
  Facts,
  JsonBlock,
  Loading,
  Notice,
} from '@allmende/design-system';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { ApiError } from '../../../api/api-error.ts';
import {
  contextId,
  deleteContext,
  getContext,
  getContextDocument,
  reloadContext,
  type ContextSummary,
} from '../../../api/contexts.ts';
import { useFormat, useText } from '../../../i18n/index.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Link, useGo, useTenant } from '../../../tenant/index.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import '../data-browser.css';
import { contextDocument, contextName, termsOf } from './context-document.ts';
import { text } from './text.ts';
import { TrialCard } from './trial-card.tsx';

/** One context: what it is, what is in it, what it makes of names. */
export const ContextPage = () => {
  const t = useText(text);
  const { id = '' } = useParams();
  const tenant = useTenant();
  const found = useQuery({
    queryKey: ['context', tenant, id],
    queryFn: ({ signal }) => getContext(id, tenant, signal),
    staleTime: 0,
  });
  usePageTitle(found.data === undefined ? t('context') : contextName(found.data.URL));
  const isMissing = found.error instanceof ApiError && found.error.status === 404;
  return (
    <>
      <Link className="kern-link" to="/data/contexts">
        {t('back')}
      </Link>
      {found.data === undefined || isMissing ? (
        <h1 className="kern-heading-large">{t('context')}</h1>
      ) : (
        <Shown context={found.data} />
      )}
      {found.isPending ? <Loading /> : null}
      {isMissing ? <EmptyState title={t('missing')} /> : null}
      {found.isError && !isMissing ? (
        <ErrorState detail={found.error.message} onRetry={() => void found.refetch()} />
      ) : null}
    </>
  );
};

const Shown = ({ context }: { readonly context: ContextSummary }) => {
  const t = useText(text);
  const tenant = useTenant();
  const id = contextId(context);
  const isCopy = context.kind === 'Cached';
  const document = useQuery({
    queryKey: ['context-document', tenant, id],
    queryFn: ({ signal }) => getContextDocument(id, tenant, signal),
    enabled: !isCopy,
  });
  return (
    <>
      <div className="data__head">
        <div className="data__intro">
          <h1 className="kern-heading-large data__title">{contextName(context.URL)}</h1>
          <Badge tone="info">{t(`kind_${context.kind}`)}</Badge>
        </div>
        <Actions context={context} />
      </div>
      <div className="data__columns">
        <About context={context} document={document.data} />
        <TrialCard document={isCopy ? { '@context': context.URL } : contextDocument(document.data)} />
      </div>
      <Card title={t('document')}>
        {isCopy ? <Original address={context.URL} /> : null}
        {document.isLoading ? <Loading /> : null}
        {document.isError ? (
          <ErrorState detail={document.error.message} onRetry={() => void document.refetch()} />
        ) : null}
        {document.data === undefined ? null : (
          <JsonBlock label={t('document')} value={document.data} isBounded />
        )}
      </Card>
    </>
  );
};

/** Copies are not given out (CIM 009 §5.13.4): who needs the content asks where it comes from. */
const Original = ({ address }: { readonly address: string }) => {
  const t = useText(text);
  return (
    <>
      <p className="kern-body">{t('originalDetail')}</p>
      <a className="kern-link" href={address}>
        {t('original')}
      </a>
    </>
  );
};

interface AboutProps {
  readonly context: ContextSummary;
  readonly document: unknown;
}

const About = ({ context, document }: AboutProps) => {
  const t = useText(text);
  const format = useFormat();
  const { URL: address, kind, numberOfHits, lastUsage, createdAt } = context;
  const terms = termsOf(document);
  return (
    <Card title={t('facts')}>
      <Facts
        facts={[
          { term: t('kind'), value: t(`kindDetail_${kind}`) },
          { term: t('address'), value: <code className="data__receiver">{address}</code> },
          { term: t('uses'), value: `${format.number(numberOfHits)}. ${t('countedSince')}` },
          { term: t('lastUsage'), value: lastUsage === undefined ? t('never') : format.time(lastUsage) },
          { term: t('createdAt'), value: format.time(createdAt) },
          {
            term: t('terms'),
            value: document === undefined ? undefined : t('termCount', { count: terms.length }),
          },
        ]}
      />
      <CopyButton label={t('copyAddress')} text={() => address} />
    </Card>
  );
};

const Actions = ({ context }: { readonly context: ContextSummary }) => {
  const t = useText(text);
  const tenant = useTenant();
  const queries = useQueryClient();
  const go = useGo();
  const [isDoomed, setDoomed] = useState(false);
  const { kind, URL: address } = context;
  const id = contextId(context);
  const reloading = useMutation({
    mutationFn: () => reloadContext(id, tenant),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['context', tenant, id] });
    },
  });
  return (
    <div>
      <div className="data__buttons">
        {kind === 'Cached' ? (
          <Button
            variant="secondary"
            icon="autorenew"
            disabled={reloading.isPending}
            onClick={() => {
              reloading.mutate();
            }}
          >
            {t('reload')}
          </Button>
        ) : null}
        <Button
          variant="tertiary"
          icon="delete"
          onClick={() => {
            setDoomed(true);
          }}
        >
          {t('remove')}
        </Button>
      </div>
      {reloading.isSuccess ? <Notice tone="success" title={t('reloaded')} /> : null}
      {reloading.isError ? <ErrorState detail={reloading.error.message} /> : null}
      {isDoomed ? (
        <ConfirmDialog
          title={t('removeTitle', { name: contextName(address) })}
          detail={t(`removeDetail_${kind}`)}
          confirm={t('removeYes')}
          onClose={() => {
            setDoomed(false);
          }}
          onConfirm={async () => {
            await deleteContext(id, tenant);
            await go('/data/contexts');
            queries.removeQueries({ queryKey: ['context', tenant, id] });
            await queries.invalidateQueries({ queryKey: ['contexts'] });
          }}
        />
      ) : null}
    </div>
  );
};
