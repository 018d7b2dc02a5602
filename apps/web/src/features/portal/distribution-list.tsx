import { Card, CopyButton, EmptyState } from '@allmende/design-system';
import type { DatasetView, Distribution } from '../../api/portal.ts';
import { useFormat, useLanguage, useText } from '../../i18n/index.ts';
import { distributionName, formatName, safeUrl } from './distribution.ts';
import { nameOf } from './in-language.ts';
import { Prose } from './prose.tsx';
import { text } from './text.ts';
import { useDay, useWords } from './use-words.ts';

/** The files and interfaces of a data set, each to open, to download and to link to. */
export const DistributionList = ({ dataset }: { readonly dataset: DatasetView }) => {
  const t = useText(text);
  const { distributions } = dataset.content;
  return (
    <Card title={t('distributions', { count: distributions.length })}>
      {distributions.length === 0 ? <EmptyState title={t('noDistributions')} /> : null}
      <ul className="portal__distributions">
        {distributions.map((one) => (
          <li key={one.id} id={`distribution-${one.id}`}>
            <DistributionEntry distribution={one} labels={dataset.labels} />
          </li>
        ))}
      </ul>
    </Card>
  );
};

interface EntryProps {
  readonly distribution: Distribution;
  readonly labels: DatasetView['labels'];
}

const DistributionEntry = ({ distribution, labels }: EntryProps) => {
  const t = useText(text);
  const words = useWords();
  const day = useDay();
  const { language } = useLanguage();
  const size = useSize();
  const { description, modified, licence, byteSize } = distribution;
  const format = formatName(distribution, labels, language);
  const name = distributionName(distribution, language) || (format ?? t('file'));
  return (
    <div className="portal__distribution">
      <div className="portal__distribution-text">
        <h3 className="kern-body kern-body--bold portal__distribution-name">
          {format === undefined ? null : <span className="portal__format">{format}</span>} {name}
        </h3>
        <Prose>{words(description)}</Prose>
        <p className="kern-body kern-body--small portal__meta">
          {byteSize === undefined ? null : <span>{size(byteSize)}</span>}
          {modified === undefined ? null : <span>{t('updated', { day: day(modified) })}</span>}
          {licence === undefined ? null : <span>{nameOf(licence, labels, language)}</span>}
        </p>
      </div>
      <Ways distribution={distribution} name={name} />
    </div>
  );
};

const Ways = ({ distribution, name }: { readonly distribution: Distribution; readonly name: string }) => {
  const t = useText(text);
  const [download] = distribution.downloadUrls.flatMap((url) => safeUrl(url) ?? []);
  const [access] = distribution.accessUrls.flatMap((url) => safeUrl(url) ?? []);
  const address = download ?? access;
  if (address === undefined) return <p className="kern-body">{t('noAddress')}</p>;
  return (
    <div className="portal__ways">
      {download === undefined ? null : (
        <a
          className="kern-btn kern-btn--primary kern-btn--x-small"
          href={download}
          download=""
          aria-label={t('downloadNamed', { name })}
        >
          <span className="kern-icon kern-icon--download" aria-hidden="true" />
          <span className="kern-label">{t('download')}</span>
        </a>
      )}
      {access === undefined || access === download ? null : (
        <a
          className="kern-btn kern-btn--secondary kern-btn--x-small"
          href={access}
          aria-label={t('openNamed', { name })}
        >
          <span className="kern-icon kern-icon--open-in-new" aria-hidden="true" />
          <span className="kern-label">{t('open')}</span>
        </a>
      )}
      <CopyButton label={t('copyLink')} variant="tertiary" text={() => address} />
    </div>
  );
};

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size of a file in words. */
const useSize = (): ((bytes: number) => string) => {
  const format = useFormat();
  return (bytes) => {
    const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
    const value = bytes / 1000 ** step;
    return format.quantity(step === 0 ? value : Number(value.toPrecision(3)), units[step] ?? 'B');
  };
};
