import { Button, ErrorState, Notice } from '@allmende/design-system';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import {
  createRegistration,
  patchRegistration,
  registrationPath,
  registrationsPath,
  type Registration,
  type RegistrationDraft,
} from '../../../api/registrations.ts';
import { useText } from '../../../i18n/index.ts';
import { Link, useGo, useTenant } from '../../../tenant/index.ts';
import { DocumentCard } from '../document-card.tsx';
import { focusFirstProblem } from '../focus-first-problem.ts';
import { fragmentOf } from '../fragment.ts';
import { HowFields } from './how-fields.tsx';
import { OfferFields } from './offer-fields.tsx';
import { emptyForm, type ChangeForm } from './registration-fields.ts';
import { draftOf, formOfRegistration, toRegistration } from './registration-form.ts';
import { text } from './text.ts';
import { TrialCard } from './trial-card.tsx';

/** The form of a source, with what is saved and a trial beside it. */
export const RegistrationEditor = ({ kept }: { readonly kept: Registration | undefined }) => {
  const t = useText(text);
  const element = useRef<HTMLFormElement>(null);
  const [form, setForm] = useState(() => (kept === undefined ? emptyForm : formOfRegistration(kept)));
  const [isChecked, setChecked] = useState(false);
  const tenant = useTenant();
  const saving = useSave(kept);
  const read = toRegistration(form);
  const problems = isChecked && 'problems' in read ? read.problems : {};
  const onChange: ChangeForm = (next) => {
    setForm((old) => ({ ...old, ...next }));
  };
  const problemText = (field: keyof typeof form): string | undefined => {
    const problem = problems[field];
    return problem === undefined ? undefined : t(problem);
  };
  const fields = { form, onChange, problemText };
  const draft = draftOf(form);
  return (
    <form
      className="data__editor"
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if ('draft' in read) saving.mutate(read.draft);
        else focusFirstProblem(element.current);
      }}
    >
      <div className="data__form">
        <OfferFields {...fields} />
        <HowFields {...fields} />
        {Object.keys(problems).length > 0 ? <Notice tone="danger" title={t('problems')} /> : null}
        {saving.isError ? <ErrorState detail={saving.error.message} /> : null}
        <div className="ds-row">
          <Button type="submit" disabled={saving.isPending}>
            {t('save')}
          </Button>
          <Link
            className="kern-link"
            to={`/data/registrations${kept === undefined ? '' : `/${encodeURIComponent(kept.id)}`}`}
          >
            {t('cancel')}
          </Link>
        </div>
      </div>
      <div className="data__aside">
        <TrialCard draft={'draft' in read ? read.draft : undefined} />
        <DocumentCard
          title={t('preview')}
          document={kept === undefined ? draft : fragmentOf(kept, draft)}
          call={
            kept === undefined
              ? { method: 'POST', path: registrationsPath, tenant }
              : { method: 'PATCH', path: registrationPath(kept.id), tenant }
          }
        />
      </div>
    </form>
  );
};

const useSave = (kept: Registration | undefined) => {
  const tenant = useTenant();
  const queries = useQueryClient();
  const go = useGo();
  return useMutation({
    mutationFn: async (draft: RegistrationDraft) => {
      if (kept === undefined) return createRegistration(draft, tenant);
      await patchRegistration(kept.id, fragmentOf(kept, draft), tenant);
      return kept.id;
    },
    onSuccess: async (id) => {
      await queries.invalidateQueries({ queryKey: ['registrations'] });
      await queries.invalidateQueries({ queryKey: ['registration', tenant, id] });
      await go(`/data/registrations/${encodeURIComponent(id)}`);
    },
  });
};
