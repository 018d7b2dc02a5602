import {
  DataTable,
  EmptyState,
  ErrorState,
  Loading,
  SelectField,
  type Column,
  type Language,
} from '@allmende/design-system';
import { cityType, orderTypes, useTypes } from '../../city/index.ts';
import { useFormat, useLanguage, useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link } from '../../tenant/index.ts';
import './data-browser.css';
import { DataHead } from './data-head.tsx';
import { text } from './text.ts';
import { TypeBrowser } from './type-browser.tsx';
import { useBrowseState } from './use-browse-state.ts';

/** The types of the city, or the entities of one with filter, call and download. */
export const DataBrowserPage = () => {
  const t = useText(text);
  const [state] = useBrowseState();
  const types = useTypes();
  const { language } = useLanguage();
  usePageTitle(state.type === '' ? t('title') : cityType(state.type).names[language]);
  if (types.isPending || types.isError || types.data.length === 0) {
    return (
      <>
        <DataHead intro={t('intro')} />
        {types.isPending ? <Loading /> : null}
        {types.isError ? (
          <ErrorState detail={types.error.message} onRetry={() => void types.refetch()} />
        ) : null}
        {types.data?.length === 0 ? <EmptyState title={t('none')}>{t('noneDetail')}</EmptyState> : null}
      </>
    );
  }
  const counts = new Map(types.data.map(({ type, entityCount }) => [type, entityCount]));
  return state.type === '' ? <Overview counts={counts} /> : <Chosen counts={counts} />;
};

interface CountsProps {
  readonly counts: ReadonlyMap<string, number>;
}

const Overview = ({ counts }: CountsProps) => {
  const t = useText(text);
  const format = useFormat();
  const { language } = useLanguage();
  return (
    <>
      <DataHead intro={t('intro')} />
      <DataTable
        caption={t('types')}
        rows={orderTypes([...counts.keys()])}
        rowKey={(type) => type}
        columns={[
          {
            key: 'type',
            header: t('type'),
            render: (type) => (
              <span className="data__type">
                <span className="data__dot" style={{ background: cityType(type).color }} aria-hidden="true" />
                <Link className="kern-link" to={`/data?type=${encodeURIComponent(type)}`}>
                  {cityType(type).names[language]}
                </Link>
              </span>
            ),
            sortValue: (type) => cityType(type).names[language],
          },
          {
            key: 'count',
            header: t('count'),
            numeric: true,
            render: (type) => format.number(counts.get(type) ?? 0),
            sortValue: (type) => counts.get(type) ?? 0,
          },
          { key: 'technical', header: t('technicalName'), render: (type) => <code>{type}</code> },
          mapColumn(t('onMap'), language),
        ]}
      />
    </>
  );
};

const mapColumn = (header: string, language: Language): Column<string> => ({
  key: 'map',
  header,
  render: (type) => (
    <Link
      className="kern-link data__whole"
      to={`/map?type=${encodeURIComponent(type)}`}
      aria-label={`${cityType(type).names[language]}: ${header}`}
    >
      {header}
    </Link>
  ),
});

const Chosen = ({ counts }: CountsProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  const [{ type }, change] = useBrowseState();
  const known = counts.has(type) ? [...counts.keys()] : [...counts.keys(), type];
  return (
    <>
      <Link className="kern-link" to="/data">
        {t('allTypes')}
      </Link>
      <div className="data__head">
        <div>
          <h1 className="kern-heading-large data__title">{cityType(type).names[language]}</h1>
          <p className="kern-body kern-body--muted">
            <code>{type}</code>
            {' · '}
            <Link className="kern-link kern-link--small" to={`/map?type=${encodeURIComponent(type)}`}>
              {t('onMap')}
            </Link>
          </p>
        </div>
        <div className="data__choice">
          <SelectField
            label={t('type')}
            value={type}
            options={orderTypes(known).map((one) => ({ value: one, label: cityType(one).names[language] }))}
            onChange={(next) => {
              change({ type: next, conditions: [], join: 'and' });
            }}
          />
        </div>
      </div>
      {counts.has(type) ? <TypeBrowser type={type} /> : <EmptyState title={t('unknownType')} />}
    </>
  );
};
