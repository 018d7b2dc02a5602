import type { Entity } from '../../api/entity.ts';
import { useText } from '../../i18n/index.ts';
import { sourcesOf } from './sources.ts';
import { text } from './text.ts';

/** Who is to be named for what the map shows, as the data themselves say. */
export const SourceList = ({ entities }: { readonly entities: readonly Entity[] }) => {
  const t = useText(text);
  const sources = sourcesOf(entities);
  if (sources.length === 0) return null;
  return (
    <details className="map-page__sources">
      <summary className="kern-body kern-body--small">{t('sources')}</summary>
      <ul>
        {sources.map(({ provider, license }) => (
          <li key={`${provider} ${license ?? ''}`} className="kern-body kern-body--small">
            {provider}
            {license === undefined ? null : (
              <>
                {' · '}
                <a className="kern-link kern-link--small" href={license}>
                  {license.replace(/^https?:\/\/(www\.)?/u, '').replace(/\/$/u, '')}
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
};
