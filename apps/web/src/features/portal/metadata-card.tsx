import { Card, Facts, type Fact } from '@allmende/design-system';
import type { ReactNode } from 'react';
import type { DatasetView } from '../../api/portal.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { safeUrl } from './distribution.ts';
import { nameOf } from './in-language.ts';
import { text } from './text.ts';
import { useDay, useWords } from './use-words.ts';

const listed = (values: readonly string[]): ReactNode =>
  values.length === 0 ? undefined : [...new Set(values)].join(', ');

const Links = ({ addresses }: { readonly addresses: readonly string[] }) => (
  <>
    {addresses.map((address) => (
      <span key={address} className="portal__line">
        {safeUrl(address) === undefined ? (
          address
        ) : (
          <a className="kern-link" href={address}>
            {address}
          </a>
        )}
      </span>
    ))}
  </>
);

const links = (addresses: readonly string[]): ReactNode =>
  addresses.length === 0 ? undefined : <Links addresses={addresses} />;

/** The rest of what is known, in plain words. */
export const MetadataCard = ({ dataset }: { readonly dataset: DatasetView }) => {
  const t = useText(text);
  const facts = useFacts(dataset);
  const extras = Object.entries(dataset.content.extras);
  return (
    <Card title={t('metadata')}>
      <Facts facts={facts} />
      {extras.length === 0 ? null : (
        <details>
          <summary className="kern-body">{t('extras', { count: extras.length })}</summary>
          <Facts facts={extras.map(([term, value]) => ({ term, value }))} />
        </details>
      )}
    </Card>
  );
};

const useFacts = ({ content, labels, modifiedAt, createdAt, name }: DatasetView): readonly Fact[] => {
  const t = useText(text);
  const words = useWords();
  const day = useDay();
  const { language } = useLanguage();
  const named = (iris: readonly string[]): ReactNode =>
    listed(iris.map((iri) => nameOf(iri, labels, language)));
  const one = (iri: string | undefined): ReactNode =>
    iri === undefined ? undefined : nameOf(iri, labels, language);
  const date = (value: string | undefined): ReactNode => (value === undefined ? undefined : day(value));
  const period = listed(
    content.temporal.map(({ startDate, endDate }) => {
      const from = startDate === undefined ? undefined : day(startDate);
      const to = endDate === undefined ? undefined : day(endDate);
      if (from === undefined) return t('until', { day: to ?? '' });
      return to === undefined ? t('since', { day: from }) : t('fromTo', { from, to });
    }),
  );
  return [
    { term: t('themes'), value: named(content.themes) },
    { term: t('frequency'), value: one(content.accrualPeriodicity) },
    { term: t('period'), value: period },
    { term: t('issued'), value: date(content.issued) },
    { term: t('modified'), value: date(content.modified) },
    { term: t('languages'), value: named(content.languages) },
    { term: t('hvdCategories'), value: named(content.hvdCategories) },
    { term: t('legislation'), value: named(content.applicableLegislation) },
    { term: t('legalBasis'), value: words(content.legalBasis) },
    { term: t('provenance'), value: words(content.provenance) },
    { term: t('accessRights'), value: one(content.accessRights) },
    { term: t('geocodingLevel'), value: named(content.politicalGeocodingLevels) },
    { term: t('geocoding'), value: named(content.politicalGeocodings) },
    { term: t('conformsTo'), value: links(content.conformsTo) },
    { term: t('documentation'), value: links(content.documentation) },
    { term: t('landingPage'), value: links(content.landingPages) },
    { term: t('identifier'), value: listed(content.identifiers) },
    { term: t('catalogueName'), value: name },
    { term: t('entryCreated'), value: day(createdAt) },
    { term: t('entryModified'), value: day(modifiedAt) },
  ];
};
