import {
  Button,
  Card,
  ChoiceButtons,
  DataTable,
  ErrorState,
  JsonBlock,
  TextField,
} from '@allmende/design-system';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { tryContext, type ContextTrial } from '../../../api/trials.ts';
import { useText } from '../../../i18n/index.ts';
import { useTenant } from '../../../tenant/index.ts';
import { termsOf } from './context-document.ts';
import { text } from './text.ts';

interface TrialCardProps {
  /** The document with the context to try; undefined while there is no valid one. */
  readonly document: { readonly '@context': unknown } | undefined;
}

const mostNames = 100;
const fewNames = 5;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readEntity = (json: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Shows what a context makes of names, or of those in an entity. */
export const TrialCard = ({ document }: TrialCardProps) => {
  const t = useText(text);
  const tenant = useTenant();
  const [kind, setKind] = useState('names');
  const [names, setNames] = useState<string>();
  const [entity, setEntity] = useState('');
  const suggested = termsOf(document).slice(0, fewNames).join(', ');
  const asked = (names ?? suggested)
    .split(/[,\n]/u)
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .slice(0, mostNames);
  const read = readEntity(entity);
  const trial = useMutation({
    mutationFn: () =>
      tryContext(
        { context: document?.['@context'], ...(kind === 'names' ? { names: asked } : { entity: read }) },
        tenant,
      ),
  });
  const canRun = document !== undefined && (kind === 'names' ? asked.length > 0 : read !== undefined);
  return (
    <Card title={t('trial')}>
      <p className="kern-body">{t('trialIntro')}</p>
      <ChoiceButtons
        label={t('tryKind')}
        value={kind}
        options={[
          { value: 'names', label: t('tryNames') },
          { value: 'entity', label: t('tryEntity') },
        ]}
        onChange={setKind}
      />
      {kind === 'names' ? (
        <TextField label={t('names')} hint={t('namesHint')} value={names ?? suggested} onChange={setNames} />
      ) : (
        <TextField
          label={t('entity')}
          hint={t('entityHint')}
          rows={6}
          placeholder={'{"id": "urn:ngsi-ld:Bench:1", "type": "Bench", "seats": 4}'}
          value={entity}
          error={entity.trim() !== '' && read === undefined ? t('badEntity') : undefined}
          onChange={setEntity}
        />
      )}
      <div className="data__buttons">
        <Button
          variant="secondary"
          disabled={!canRun || trial.isPending}
          onClick={() => {
            trial.mutate();
          }}
        >
          {t('run')}
        </Button>
      </div>
      {document === undefined ? <p className="kern-body kern-body--muted">{t('unfinished')}</p> : null}
      {trial.isError ? <ErrorState detail={trial.error.message} /> : null}
      {trial.data === undefined ? null : <Result trial={trial.data} />}
    </Card>
  );
};

const defaultVocabulary = 'https://uri.etsi.org/ngsi-ld/default-context/';

const Result = ({ trial }: { readonly trial: ContextTrial }) => {
  const t = useText(text);
  const { names, entity } = trial;
  if (entity !== undefined) {
    return (
      <>
        <p className="kern-body kern-body--bold">{t('full')}</p>
        <JsonBlock label={t('full')} value={entity.full} isBounded />
        <p className="kern-body kern-body--bold">{t('short')}</p>
        <JsonBlock label={t('short')} value={entity.short} isBounded />
      </>
    );
  }
  return (
    <DataTable
      caption={t('trial')}
      rows={names}
      rowKey={({ name }) => name}
      columns={[
        { key: 'name', header: t('name'), render: ({ name }) => <code>{name}</code> },
        {
          key: 'full',
          header: t('full'),
          render: ({ full }) => (
            <>
              <code className="data__receiver">{full}</code>
              {full.startsWith(defaultVocabulary) ? (
                <span className="data__second">{t('unknownTerm')}</span>
              ) : null}
            </>
          ),
        },
        { key: 'short', header: t('short'), render: ({ short }) => <code>{short}</code> },
      ]}
    />
  );
};
