import { Badge } from '@allmende/design-system';
import type { DatasetSummary } from '../../api/portal.ts';
import { useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { Formats } from './formats.tsx';
import { text } from './text.ts';
import { useDay, useWords } from './use-words.ts';

interface DatasetCardProps {
  readonly dataset: DatasetSummary;
  readonly headingLevel?: 2 | 3;
}

/** A data set at a glance: what it is, who offers it, in which formats, how fresh. */
export const DatasetCard = ({ dataset, headingLevel = 2 }: DatasetCardProps) => {
  const t = useText(text);
  const words = useWords();
  const day = useDay();
  const { name, title, summary, organisation, formats, modified, isLive, isHighValue } = dataset;
  const Heading = `h${String(headingLevel)}` as 'h2' | 'h3';
  return (
    <article className="portal__card">
      <div className="portal__card-head">
        <Heading className="kern-title portal__card-title">
          <Link className="kern-link" to={`/dataset/${encodeURIComponent(name)}`}>
            {words(title)}
          </Link>
        </Heading>
        {isLive ? <Badge tone="success">{t('live')}</Badge> : null}
        {isHighValue ? <Badge tone="info">{t('hvd')}</Badge> : null}
      </div>
      <p className="kern-body portal__summary">{words(summary)}</p>
      <p className="kern-body kern-body--small portal__meta">
        {organisation === undefined ? null : <span>{organisation.title}</span>}
        <span>{t('updated', { day: day(modified) })}</span>
        <Formats formats={formats} />
      </p>
    </article>
  );
};
