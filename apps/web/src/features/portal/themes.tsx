import { useQuery } from '@tanstack/react-query';
import { getThemes } from '../../api/portal.ts';
import { useFormat, useLanguage, useText } from '../../i18n/index.ts';
import { Link, useTenant } from '../../tenant/index.ts';
import { datasetsWith } from './search-state.ts';
import { text } from './text.ts';
import { useWords } from './use-words.ts';

/** The themes of the catalogue as ways into it; silent where there are none. */
export const Themes = () => {
  const t = useText(text);
  const words = useWords();
  const format = useFormat();
  const { language } = useLanguage();
  const tenant = useTenant();
  const { data = [] } = useQuery({
    queryKey: ['portal-themes', tenant],
    queryFn: ({ signal }) => getThemes(tenant, signal),
  });
  if (data.length === 0) return null;
  const sorted = data
    .map(({ value, label, datasets }) => ({ value, name: words(label), datasets }))
    .sort((a, b) => a.name.localeCompare(b.name, language));
  return (
    <nav aria-labelledby="portal-themes">
      <h2 className="kern-heading-small" id="portal-themes">
        {t('themes')}
      </h2>
      <ul className="portal__themes">
        {sorted.map(({ value, name, datasets }) => (
          <li key={value}>
            <Link className="portal__theme kern-body" to={datasetsWith('theme', value)}>
              <span>{name}</span>
              <span className="portal__number">
                <span aria-hidden="true">{format.number(datasets)}</span>
                <span className="kern-sr-only">{t('datasetCount', { count: datasets })}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};
