import { Button, Card, ErrorState, FileButton, TextField } from '@allmende/design-system';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { createContext } from '../../../api/contexts.ts';
import { useText } from '../../../i18n/index.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Link, useGo, useTenant } from '../../../tenant/index.ts';
import '../data-browser.css';
import { focusFirstProblem } from '../focus-first-problem.ts';
import { readContextText, type ContextText } from './context-document.ts';
import { text } from './text.ts';
import { TrialCard } from './trial-card.tsx';

const example = {
  '@context': {
    Bench: 'https://example.org/ns#Bench',
    seats: 'https://example.org/ns#seats',
    refDistrict: { '@id': 'https://example.org/ns#refDistrict', '@type': '@id' },
  },
};

/** Hosts a context that is pasted or read from a file. */
export const NewContextPage = () => {
  const t = useText(text);
  usePageTitle(t('createTitle'));
  return (
    <>
      <Link className="kern-link" to="/data/contexts">
        {t('back')}
      </Link>
      <div>
        <h1 className="kern-heading-large">{t('createTitle')}</h1>
        <p className="kern-body">{t('createIntro')}</p>
      </div>
      <Editor />
    </>
  );
};

const Editor = () => {
  const t = useText(text);
  const element = useRef<HTMLFormElement>(null);
  const [content, setContent] = useState('');
  const [isChecked, setChecked] = useState(false);
  const read = readContextText(content);
  const saving = useSave();
  // What is pasted is checked at once; an empty field only when it is to be saved.
  const isShown = isChecked || content.trim() !== '';
  const problem = useProblem(read);
  return (
    <form
      className="data__editor"
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if ('document' in read) saving.mutate(read.document);
        else focusFirstProblem(element.current);
      }}
    >
      <div className="data__form">
        <Card title={t('context')}>
          <div className="data__buttons">
            <FileButton
              label={t('upload')}
              accept=".jsonld,.json,application/ld+json,application/json"
              onFile={(file) => {
                void file.text().then(setContent);
              }}
            />
            <Button
              variant="tertiary"
              className="kern-btn--x-small"
              onClick={() => {
                setContent(JSON.stringify(example, undefined, 2));
              }}
            >
              {t('example')}
            </Button>
          </div>
          <div className="data__source">
            <TextField
              label={t('content')}
              hint={t('contentHint')}
              rows={16}
              value={content}
              error={isShown ? problem : undefined}
              onChange={setContent}
            />
          </div>
        </Card>
        {saving.isError ? <ErrorState detail={saving.error.message} /> : null}
        <div className="ds-row">
          <Button type="submit" disabled={saving.isPending}>
            {t('save')}
          </Button>
          <Link className="kern-link" to="/data/contexts">
            {t('cancel')}
          </Link>
        </div>
      </div>
      <div className="data__aside">
        <TrialCard document={'document' in read ? read.document : undefined} />
      </div>
    </form>
  );
};

const useProblem = (read: ContextText): string | undefined => {
  const t = useText(text);
  if ('document' in read) return undefined;
  return t(`problem_${read.problem}`, { detail: read.detail ?? '', example: '{"@context": {…}}' });
};

const useSave = () => {
  const tenant = useTenant();
  const queries = useQueryClient();
  const go = useGo();
  return useMutation({
    mutationFn: (document: unknown) => createContext(document, tenant),
    onSuccess: async (localId) => {
      await queries.invalidateQueries({ queryKey: ['contexts'] });
      await go(`/data/contexts/${encodeURIComponent(localId)}`);
    },
  });
};
