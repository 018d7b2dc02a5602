import { Notice } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { getRegistration } from '../api/registrations.ts';
import type { SourceWarning } from '../api/source-warnings.ts';
import { useText } from '../i18n/index.ts';
import { Link, useTenant } from '../tenant/index.ts';
import { text } from './text.ts';

/** Says which sources' data are missing or old; nothing where all is well. */
export const SourceNotice = ({
  warnings = [],
}: {
  readonly warnings: readonly SourceWarning[] | undefined;
}) => {
  const t = useText(text);
  if (warnings.length === 0) return null;
  const isMissing = warnings.some(({ kind }) => kind !== 'stale');
  return (
    <Notice tone="warning" title={t(isMissing ? 'dataMissing' : 'dataOld')}>
      <ul className="source-notice">
        {warnings.map((warning) => (
          <li key={warning.source} className="kern-body">
            <SourceName warning={warning} /> {t(`source_${warning.kind}`, { status: warning.status ?? '' })}
          </li>
        ))}
      </ul>
    </Notice>
  );
};

/** What the source is called here, leading to what is known of it. */
const SourceName = ({ warning }: { readonly warning: SourceWarning }) => {
  const { registrationId: id, source } = warning;
  const tenant = useTenant();
  const { data } = useQuery({
    queryKey: ['registration', tenant, id],
    queryFn: ({ signal }) => getRegistration(id, tenant, signal),
    enabled: id !== '',
  });
  if (data === undefined) return <strong>{source}</strong>;
  return (
    <Link className="kern-link" to={`/data/registrations/${encodeURIComponent(id)}`}>
      {data.registrationName ?? source}
    </Link>
  );
};
