import { CodeBlock, Notice } from '@allmende/design-system';
import type { TrialReply, TrialRequest } from '../../api/trials.ts';
import { useFormat, useText } from '../../i18n/index.ts';
import { text } from './text.ts';

/** JSON for people; other text as it is. */
const readable = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
};

/** A request as it goes over the wire. */
export const TrialRequestView = ({ request }: { readonly request: TrialRequest }) => {
  const t = useText(text);
  const { method, address, headers, body } = request;
  const head = [
    `${method} ${address}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const lines = body === undefined ? head : [...head, '', JSON.stringify(body, undefined, 2)];
  return (
    <CodeBlock label={t('trialRequest')} isBounded>
      {lines.join('\n')}
    </CodeBlock>
  );
};

/** What came back, and after how long. */
export const TrialReplyView = ({ reply }: { readonly reply: TrialReply }) => {
  const t = useText(text);
  const format = useFormat();
  const duration = format.quantity(reply.durationMs, 'ms');
  if (reply.kind === 'failure') {
    return (
      <Notice tone="danger" title={t(`trial_${reply.failure}`)}>
        <p className="kern-body">
          {reply.failure === 'private-network'
            ? t('trialPrivateDetail')
            : t('trialAfter', { detail: reply.detail, duration })}
        </p>
      </Notice>
    );
  }
  const { status, body, isCut, contentType = '' } = reply;
  const isFine = status === undefined || (status >= 200 && status < 300);
  const title =
    status === undefined ? t('trialPublished', { duration }) : t('trialAnswered', { status, duration });
  return (
    <Notice tone={isFine ? 'success' : 'warning'} title={title}>
      {isFine ? null : <p className="kern-body">{t(status >= 500 ? 'trialServerError' : 'trialRefused')}</p>}
      {body === '' ? (
        <p className="kern-body">{t('trialNoBody')}</p>
      ) : (
        <>
          <p className="kern-body">
            {contentType}
            {isCut ? ` ${t('trialCut')}` : ''}
          </p>
          <CodeBlock label={t('trialAnswer')} isBounded>
            {readable(body)}
          </CodeBlock>
        </>
      )}
    </Notice>
  );
};
