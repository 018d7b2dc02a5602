import { Card, ChoiceButtons, CodeBlock, CopyButton } from '@allmende/design-system';
import { useState } from 'react';
import { useText } from '../../i18n/index.ts';
import { curlCommand } from '../../api/curl-command.ts';
import { text } from './text.ts';

interface DocumentCardProps {
  readonly title: string;
  readonly document: unknown;
  /** The call that would keep the document. */
  readonly call: { readonly method: 'POST' | 'PATCH'; readonly path: string; readonly tenant: string };
}

/** A document as the interface takes it: as JSON, or as a command that keeps it. */
export const DocumentCard = ({ title, document, call }: DocumentCardProps) => {
  const t = useText(text);
  const [shown, setShown] = useState('json');
  const json = JSON.stringify(document, undefined, 2);
  const { path, ...rest } = call;
  const command = curlCommand(`${location.origin}${path}`, { ...rest, body: json });
  const content = shown === 'json' ? json : command;
  return (
    <Card
      title={title}
      actions={
        <ChoiceButtons
          label={t('showAs')}
          value={shown}
          options={[
            { value: 'json', label: 'JSON' },
            { value: 'curl', label: 'curl' },
          ]}
          onChange={setShown}
        />
      }
    >
      <CodeBlock label={title} isBounded>
        {content}
      </CodeBlock>
      <CopyButton label={shown === 'json' ? t('copyJson') : t('copyCurl')} text={() => content} />
    </Card>
  );
};
