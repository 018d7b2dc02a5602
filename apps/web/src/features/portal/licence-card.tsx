import { Card, CodeBlock, CopyButton, Notice } from '@allmende/design-system';
import type { DatasetView } from '../../api/portal.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { attributionOf } from './attribution.ts';
import { safeUrl } from './distribution.ts';
import { nameOf } from './in-language.ts';
import { text } from './text.ts';

/** How the data may be used, and the words that name the source, ready to copy. */
export const LicenceCard = ({ dataset }: { readonly dataset: DatasetView }) => {
  const t = useText(text);
  const { language } = useLanguage();
  const licences = [...new Set(dataset.content.distributions.flatMap(({ licence }) => licence ?? []))];
  const attribution = attributionOf(dataset, { language, address: location.href.replace(/[?#].*$/u, '') });
  return (
    <Card title={t('licence')}>
      {licences.length === 0 ? (
        <Notice tone="warning" title={t('noLicence')}>
          <p className="kern-body">{t('noLicenceDetail')}</p>
        </Notice>
      ) : (
        <ul className="portal__files">
          {licences.map((licence) => {
            const name = nameOf(licence, dataset.labels, language);
            const href = safeUrl(licence);
            return (
              <li key={licence} className="kern-body">
                {href === undefined ? (
                  name
                ) : (
                  <a className="kern-link" href={href} rel="license">
                    {name}
                  </a>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <p className="kern-body">{t('attributionDetail')}</p>
      <CodeBlock label={t('attribution')}>{attribution}</CodeBlock>
      <CopyButton label={t('copyAttribution')} text={() => attribution} />
    </Card>
  );
};
