import { Button } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { getAlerts } from '../api/alerts.ts';
import { useIsDemo } from '../api/use-is-demo.ts';
import { useLanguage, useText } from '../i18n/index.ts';
import { KnownTenant, Link, NavLink, TenantChoice, useTenant } from '../tenant/index.ts';
import { useTheme } from '../theme/theme.tsx';
import { Footer } from './footer.tsx';
import { PageFailure } from './page-failure.tsx';
import './shell.css';
import { text } from './text.ts';

const pages = [
  { path: '/', key: 'start' },
  { path: '/datasets', key: 'datasets' },
  { path: '/map', key: 'map' },
  { path: '/dashboards', key: 'dashboards' },
  { path: '/data', key: 'data' },
  { path: '/alerts', key: 'alerts' },
] as const;

/** Header, navigation, content and footer around every page. */
export const Shell = ({ children }: { readonly children: ReactNode }) => {
  const t = useText(text);
  const main = useRef<HTMLElement>(null);
  const isDemo = useIsDemo();
  const tenant = useTenant();
  const { pathname } = useLocation();
  useFocusOnNavigation(main);
  useDescription(t('description'));
  return (
    <div className="shell">
      <a className="shell__skip kern-link" href="#content">
        {t('skip')}
      </a>
      <header>
        {isDemo ? <p className="shell__demo kern-body kern-body--bold">{t('demo')}</p> : null}
        <div className="shell__header">
          <Link to="/" className="shell__brand">
            <img src="/allmende.svg" alt="" width="40" height="40" />
            <span>
              <span className="kern-title">Allmende</span>{' '}
              <span className="kern-body kern-body--small shell__subtitle">{t('subtitle')}</span>
            </span>
          </Link>
          <nav aria-label={t('navigation')} className="shell__nav">
            {pages.map(({ path, key }) => (
              <NavLink key={path} to={path} end={path === '/'} className="shell__link kern-body">
                {t(key)}
                {key === 'alerts' ? <OpenAlerts /> : null}
              </NavLink>
            ))}
          </nav>
          <TenantChoice />
          <Switches />
        </div>
      </header>
      <main id="content" className="shell__main" ref={main} tabIndex={-1}>
        <PageFailure key={`${tenant} ${pathname}`}>
          <KnownTenant>{children}</KnownTenant>
        </PageFailure>
      </main>
      <Footer isDemo={isDemo} />
    </div>
  );
};

const alertsRefreshMs = 15_000;

/** How many alerts wait for somebody; silent where there are none or they cannot be asked. */
const OpenAlerts = () => {
  const t = useText(text);
  const tenant = useTenant();
  const { data } = useQuery({
    queryKey: ['alerts', tenant, 'open-count'],
    queryFn: ({ signal }) => getAlerts({ tenant, status: 'open', limit: 1, offset: 0 }, signal),
    refetchInterval: alertsRefreshMs,
  });
  if (data === undefined || data.count === 0) return null;
  return (
    <span className="shell__count">
      <span aria-hidden="true">{data.count}</span>
      <span className="kern-sr-only">{t('openAlerts', { count: data.count })}</span>
    </span>
  );
};

const Switches = () => {
  const t = useText(text);
  const { language, setLanguage } = useLanguage();
  const { theme, setTheme } = useTheme();
  const other = language === 'de' ? 'en' : 'de';
  return (
    <div className="shell__switches">
      <Button
        variant="tertiary"
        className="kern-btn--x-small"
        lang={other}
        onClick={() => {
          setLanguage(other);
        }}
      >
        <span className="shell__wide">{t('otherLanguage')}</span>
        <span className="shell__narrow" aria-hidden="true">
          {other.toUpperCase()}
        </span>
      </Button>
      <Button
        variant="tertiary"
        className="kern-btn--x-small"
        icon={theme === 'dark' ? 'light-mode' : 'dark-mode'}
        onClick={() => {
          setTheme(theme === 'dark' ? 'light' : 'dark');
        }}
      >
        <span className="shell__wide">{theme === 'dark' ? t('toLight') : t('toDark')}</span>
      </Button>
    </div>
  );
};

/** Tells search engines and link previews what this is, in the language of the page. */
const useDescription = (description: string): void => {
  useEffect(() => {
    document.querySelector('meta[name="description"]')?.setAttribute('content', description);
  }, [description]);
};

/** Moves keyboard and screen reader to the new page's content. */
const useFocusOnNavigation = (main: React.RefObject<HTMLElement | null>): void => {
  const { pathname } = useLocation();
  const previous = useRef(pathname);
  useEffect(() => {
    if (previous.current === pathname) return;
    previous.current = pathname;
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [pathname, main]);
};
