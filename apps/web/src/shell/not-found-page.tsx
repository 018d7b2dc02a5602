import { EmptyPage } from '@allmende/design-system';
import { useText } from '../i18n/index.ts';
import { Link } from '../tenant/index.ts';
import { usePageTitle } from './use-page-title.ts';
import { text } from './text.ts';

/** Any address that is no page. */
export const NotFoundPage = () => {
  const t = useText(text);
  usePageTitle(t('notFound'));
  return (
    <EmptyPage
      heading={t('notFound')}
      title={t('notFoundDetail')}
      action={
        <Link className="kern-link" to="/">
          {t('home')}
        </Link>
      }
    />
  );
};
