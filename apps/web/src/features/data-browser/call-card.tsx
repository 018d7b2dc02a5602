import { Card, CodeBlock, CopyButton } from '@allmende/design-system';
import { useText } from '../../i18n/index.ts';
import { curlCommand } from '../../api/curl-command.ts';
import { callAddress } from './api-call.ts';
import type { BrowseState } from './browse-state.ts';
import { text } from './text.ts';

/** The NGSI-LD call that answers what the page shows, to copy. */
export const CallCard = ({ state }: { readonly state: BrowseState }) => {
  const t = useText(text);
  const address = callAddress(state, location.origin);
  const { tenant } = state;
  return (
    <Card title={t('call')}>
      <p className="kern-body">{t('callDetail')}</p>
      <CodeBlock label={t('call')}>
        {tenant === '' ? `GET ${address}` : `GET ${address}\nNGSILD-Tenant: ${tenant}`}
      </CodeBlock>
      <div className="data__row">
        <CopyButton label={t('copyAddress')} text={() => address} />
        <CopyButton label={t('copyCurl')} text={() => curlCommand(address, { tenant })} />
        {/* A link cannot name a tenant. */}
        {tenant === '' ? (
          <a className="kern-link kern-link--small" href={address}>
            {t('openCall')}
          </a>
        ) : null}
      </div>
    </Card>
  );
};
