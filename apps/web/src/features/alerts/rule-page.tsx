import { EmptyState, ErrorState, Loading } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiError } from '../../api/api-error.ts';
import { getRule } from '../../api/alerts.ts';
import { useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link, useOwnTenant } from '../../tenant/index.ts';
import './alerts.css';
import { RuleEditor } from './rule-editor.tsx';
import { text } from './text.ts';

/** Writes a new rule (`new`) or changes a saved one. */
export const RulePage = () => {
  const t = useText(text);
  const { id = '' } = useParams();
  const isNew = id === 'new';
  usePageTitle(isNew ? t('createRuleTitle') : t('editRuleTitle'));
  const rule = useQuery({
    queryKey: ['alert-rule', id],
    queryFn: ({ signal }) => getRule(id, signal),
    enabled: !isNew,
    // A rule in the editor must not change under the clerk's hands.
    staleTime: Infinity,
    gcTime: 0,
  });
  useOwnTenant(rule.data?.tenant);
  const isMissing = rule.error instanceof ApiError && rule.error.status === 404;
  return (
    <>
      <Link className="kern-link" to="/alerts/rules">
        {t('backToRules')}
      </Link>
      <h1 className="kern-heading-large">{isNew ? t('createRuleTitle') : t('editRuleTitle')}</h1>
      {isNew ? <RuleEditor saved={undefined} onReload={() => undefined} /> : null}
      {!isNew && rule.isPending ? <Loading /> : null}
      {isMissing ? <EmptyState title={t('ruleMissing')} /> : null}
      {rule.isError && !isMissing ? (
        <ErrorState detail={rule.error.message} onRetry={() => void rule.refetch()} />
      ) : null}
      {rule.data === undefined ? null : (
        <RuleEditor key={rule.data.version} saved={rule.data} onReload={() => void rule.refetch()} />
      )}
    </>
  );
};
