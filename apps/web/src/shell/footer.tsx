import { useText } from '../i18n/index.ts';
import { text } from './text.ts';

const sources = [
  { key: 'sourceCity', href: 'https://www.govdata.de/dl-de/by-2-0' },
  { key: 'sourceCounters', href: 'https://www.openstreetmap.org/copyright' },
  { key: 'sourceCharging', href: 'https://creativecommons.org/licenses/by/4.0/deed.de' },
] as const;

/** Whom the demonstration's data come from, and the way to the interface. */
export const Footer = ({ isDemo }: { readonly isDemo: boolean }) => {
  const t = useText(text);
  return (
    <footer className="shell__footer">
      <div className="shell__footer-inner kern-body kern-body--small">
        {isDemo ? (
          <div>
            <h2 className="shell__footer-title" id="sources" tabIndex={-1}>
              {t('sources')}
            </h2>
            <ul className="shell__footer-list">
              {sources.map(({ key, href }) => (
                <li key={key}>
                  <a className="kern-link kern-link--small" href={href}>
                    {t(key)}
                  </a>
                </li>
              ))}
            </ul>
            <p>{t('simulated')}</p>
          </div>
        ) : null}
        <div>
          <h2 className="shell__footer-title">{t('openInterface')}</h2>
          <ul className="shell__footer-list">
            <li>
              <a className="kern-link kern-link--small" href="/ngsi-ld/v1/types">
                {t('api')}
              </a>
            </li>
            <li>
              <a className="kern-link kern-link--small" href="/api/openapi.json">
                {t('openApi')}
              </a>
            </li>
          </ul>
        </div>
      </div>
    </footer>
  );
};
