import { Card, ChoiceButtons, CodeBlock, CopyButton } from '@allmende/design-system';
import { useState } from 'react';
import { datasetAddress, type DatasetView } from '../../api/portal.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { useTenant } from '../../tenant/index.ts';
import {
  codeExample,
  exampleKinds,
  targetOf,
  type ExampleKind,
  type ExampleTarget,
} from './code-examples.ts';
import { firstAddress, formatName } from './distribution.ts';
import { text } from './text.ts';

const names: Readonly<Record<ExampleKind, string>> = {
  curl: 'curl',
  python: 'Python',
  r: 'R',
  javascript: 'JavaScript',
  qgis: 'QGIS',
};

const useTarget = ({ content, labels, name }: DatasetView): ExampleTarget => {
  const { language } = useLanguage();
  const tenant = useTenant();
  const address = firstAddress(content);
  if (address === undefined)
    return { url: new URL(datasetAddress(name, tenant), location.origin).href, reads: 'json' };
  const owner = content.distributions.find(
    ({ downloadUrls, accessUrls }) => downloadUrls.includes(address) || accessUrls.includes(address),
  );
  const format = owner === undefined ? undefined : formatName(owner, labels, language);
  return targetOf(new URL(address, location.origin).href, format);
};

/** How programs get the data, to copy. */
export const ExamplesCard = ({ dataset }: { readonly dataset: DatasetView }) => {
  const t = useText(text);
  const [kind, setKind] = useState<ExampleKind>('curl');
  const example = codeExample(kind, useTarget(dataset));
  return (
    <Card title={t('examples')}>
      <p className="kern-body">{t('examplesDetail')}</p>
      <ChoiceButtons
        label={t('exampleKind')}
        value={kind}
        options={exampleKinds.map((one) => ({ value: one, label: names[one] }))}
        onChange={(value) => {
          setKind(exampleKinds.find((one) => one === value) ?? 'curl');
        }}
      />
      {kind === 'qgis' ? <p className="kern-body">{t('qgisDetail')}</p> : null}
      <CodeBlock label={t('exampleIn', { name: names[kind] })}>{example}</CodeBlock>
      <CopyButton label={t('copyExample')} text={() => example} />
    </Card>
  );
};
