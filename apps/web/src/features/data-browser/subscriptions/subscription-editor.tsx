import { Button, ErrorState, Notice } from '@allmende/design-system';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import {
  createSubscription,
  patchSubscription,
  subscriptionPath,
  subscriptionsPath,
  type Subscription,
  type SubscriptionDraft,
} from '../../../api/subscriptions.ts';
import { useAreaProblem } from '../../../area/index.ts';
import { useText } from '../../../i18n/index.ts';
import { Link, useGo, useTenant } from '../../../tenant/index.ts';
import { DocumentCard } from '../document-card.tsx';
import { focusFirstProblem } from '../focus-first-problem.ts';
import { fragmentOf } from '../fragment.ts';
import type { ProblemText } from './fields-props.ts';
import { emptyForm, type ChangeForm, type SubscriptionForm } from './subscription-fields.ts';
import { draftOf, formOfSubscription, toSubscription } from './subscription-form.ts';
import type { SubscriptionProblems } from './subscription-problems.ts';
import { text } from './text.ts';
import { TrialCard } from './trial-card.tsx';
import { NameFields, WhatFields } from './what-fields.tsx';
import { WhenFields } from './when-fields.tsx';
import { WhoFields } from './who-fields.tsx';

/** The form of a subscription, with what is saved and a trial beside it. */
export const SubscriptionEditor = ({ kept }: { readonly kept: Subscription | undefined }) => {
  const t = useText(text);
  const element = useRef<HTMLFormElement>(null);
  const [form, setForm] = useState(() => (kept === undefined ? emptyForm : formOfSubscription(kept)));
  const [isChecked, setChecked] = useState(false);
  const tenant = useTenant();
  const saving = useSave(kept);
  const read = toSubscription(form);
  const problems = isChecked && 'problems' in read ? read.problems : {};
  const problemText = useProblemText(problems, form);
  const onChange: ChangeForm = (next) => {
    setForm((old) => ({ ...old, ...next }));
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
        <NameFields {...fields} />
        <WhatFields {...fields} />
        <WhenFields {...fields} />
        <WhoFields {...fields} />
        {Object.keys(problems).length > 0 ? <Notice tone="danger" title={t('problems')} /> : null}
        {saving.isError ? <ErrorState detail={saving.error.message} /> : null}
        <div className="ds-row">
          <Button type="submit" disabled={saving.isPending}>
            {t('save')}
          </Button>
          <Link
            className="kern-link"
            to={`/data/subscriptions${kept === undefined ? '' : `/${encodeURIComponent(kept.id)}`}`}
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
              ? { method: 'POST', path: subscriptionsPath, tenant }
              : { method: 'PATCH', path: subscriptionPath(kept.id), tenant }
          }
        />
      </div>
    </form>
  );
};

const useProblemText = (problems: SubscriptionProblems, { corners }: SubscriptionForm): ProblemText => {
  const t = useText(text);
  const areaProblem = useAreaProblem();
  return (field) => {
    const problem = problems[field];
    if (problem === undefined) return undefined;
    return problem === 'badArea' ? (areaProblem(corners) ?? t(problem)) : t(problem);
  };
};

const useSave = (kept: Subscription | undefined) => {
  const tenant = useTenant();
  const queries = useQueryClient();
  const go = useGo();
  return useMutation({
    mutationFn: async (draft: SubscriptionDraft) => {
      if (kept === undefined) return createSubscription(draft, tenant);
      await patchSubscription(kept.id, fragmentOf(kept, draft), tenant);
      return kept.id;
    },
    onSuccess: async (id) => {
      await queries.invalidateQueries({ queryKey: ['subscriptions'] });
      await queries.invalidateQueries({ queryKey: ['subscription', tenant, id] });
      await go(`/data/subscriptions/${encodeURIComponent(id)}`);
    },
  });
};
