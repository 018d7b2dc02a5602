import {
  Button,
  Dialog,
  EmptyState,
  ErrorState,
  Loading,
  Paging,
  SelectField,
} from '@allmende/design-system';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { searchDatasets, type DatasetPage } from '../../api/portal.ts';
import { useFormat, useText } from '../../i18n/index.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Link, useTenant, withTenant } from '../../tenant/index.ts';
import { BoxFilter } from './box-filter.tsx';
import { Chosen } from './chosen.tsx';
import { DatasetCard } from './dataset-card.tsx';
import { FacetList } from './facet-list.tsx';
import './portal.css';
import { PortalHead } from './portal-head.tsx';
import {
  conditionCount,
  facets,
  pageSize,
  sorts,
  toApi,
  toggle,
  withoutConditions,
  type SearchState,
} from './search-state.ts';
import { SearchField } from './search-field.tsx';
import { text } from './text.ts';
import { Themes } from './themes.tsx';
import { useSearchState } from './use-search-state.ts';

/** Data sets found while typing, narrowed by what they have in common. */
export const DatasetsPage = () => {
  const t = useText(text);
  usePageTitle(t('title'));
  const [state, setState] = useSearchState();
  const results = useResults(state);
  const count = conditionCount(state);
  const tenant = useTenant();
  const isFresh = state.text === '' && count === 0;
  return (
    <>
      <PortalHead intro={t('intro')} />
      <SearchField
        value={state.text}
        onChange={(words) => {
          setState({ ...state, text: words, page: 1 });
        }}
      />
      {isFresh ? <Themes /> : null}
      <div className="portal__search">
        <aside className="portal__aside" aria-label={t('filters')}>
          <Filters state={state} page={results.data} onChange={setState} />
        </aside>
        <div className="portal__results">
          <ResultBar state={state} results={results} onChange={setState} />
          <Chosen state={state} page={results.data} onChange={setState} />
          <Results state={state} results={results} onChange={setState} />
          <p className="kern-body">
            <a className="kern-link" href={withTenant('/feed.atom', tenant)}>
              {t('feed')}
            </a>
          </p>
        </div>
      </div>
    </>
  );
};

const useResults = (state: SearchState) => {
  const tenant = useTenant();
  const parameters = toApi(state);
  return useQuery({
    queryKey: ['portal-datasets', tenant, parameters.toString()],
    queryFn: ({ signal }) => searchDatasets(parameters, tenant, signal),
    placeholderData: keepPreviousData,
  });
};

interface PartProps {
  readonly state: SearchState;
  readonly onChange: (state: SearchState) => void;
}

interface FiltersProps extends PartProps {
  readonly page: DatasetPage | undefined;
}

/** The facets that most people narrow by. */
const openAtFirst = 3;

const Filters = ({ state, page, onChange }: FiltersProps) => {
  const t = useText(text);
  return (
    <div className="portal__filters">
      <BoxFilter
        box={state.box}
        onChange={(box) => {
          onChange({ ...state, box, page: 1 });
        }}
      />
      {facets.map((facet, index) => (
        <FacetList
          key={facet}
          title={t(`facet_${facet}`)}
          values={page?.facets[facet] ?? []}
          chosen={state.chosen[facet]}
          startsOpen={index < openAtFirst}
          onToggle={(value) => {
            onChange(toggle(state, facet, value));
          }}
        />
      ))}
    </div>
  );
};

interface ResultsProps extends PartProps {
  readonly results: ReturnType<typeof useResults>;
}

const ResultBar = ({ state, results, onChange }: ResultsProps) => {
  const t = useText(text);
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const usual = state.text === '' ? 'modified' : 'relevance';
  const count = conditionCount(state);
  return (
    <div className="portal__bar">
      <p className="kern-body kern-body--bold portal__count" role="status">
        {results.data === undefined
          ? ''
          : t('found', { count: results.data.count, shown: format.number(results.data.count) })}
      </p>
      <Button
        variant="secondary"
        className="portal__drawer"
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('filterButton', { count })}
      </Button>
      <div className="portal__sort">
        <SelectField
          label={t('sort')}
          value={state.sort ?? usual}
          options={sorts
            .filter((sort) => sort !== 'relevance' || state.text !== '')
            .map((sort) => ({ value: sort, label: t(`sort_${sort}`) }))}
          onChange={(value) => {
            const sort = sorts.find((one) => one === value);
            onChange({ ...state, sort: sort === usual ? undefined : sort, page: 1 });
          }}
        />
      </div>
      {isOpen ? (
        <Dialog
          title={t('filters')}
          onClose={() => {
            setOpen(false);
          }}
          footer={
            <Button
              onClick={() => {
                setOpen(false);
              }}
            >
              {t('showFound', { count: results.data?.count ?? 0 })}
            </Button>
          }
        >
          <Filters state={state} page={results.data} onChange={onChange} />
        </Dialog>
      ) : null}
    </div>
  );
};

const Results = ({ state, results, onChange }: ResultsProps) => {
  const { data } = results;
  const pages = Math.max(1, Math.ceil((data?.count ?? 0) / pageSize));
  return (
    <>
      {results.isPending ? <Loading /> : null}
      {results.isError ? (
        <ErrorState detail={results.error.message} onRetry={() => void results.refetch()} />
      ) : null}
      {data?.count === 0 ? <NothingFound state={state} onChange={onChange} /> : null}
      <ul className="portal__list" aria-busy={results.isPlaceholderData}>
        {(data?.datasets ?? []).map((dataset) => (
          <li key={dataset.id}>
            <DatasetCard dataset={dataset} />
          </li>
        ))}
      </ul>
      {data === undefined || data.count === 0 ? null : (
        <Paging
          page={state.page}
          pages={pages}
          onPage={(page) => {
            onChange({ ...state, page });
            scrollTo(0, 0);
          }}
        />
      )}
    </>
  );
};

const NothingFound = ({ state, onChange }: PartProps) => {
  const t = useText(text);
  const count = conditionCount(state);
  if (state.text === '' && count === 0)
    return <EmptyState title={t('noneYet')}>{t('noneYetDetail')}</EmptyState>;
  return (
    <EmptyState
      title={state.text === '' ? t('noneWithFilters') : t('noneFound', { words: state.text })}
      action={
        <div className="ds-row">
          {count === 0 ? null : (
            <Button
              variant="secondary"
              className="kern-btn--x-small"
              onClick={() => {
                onChange(withoutConditions(state));
              }}
            >
              {t('dropFilters')}
            </Button>
          )}
          <Link className="kern-link" to="/datasets">
            {t('showAll')}
          </Link>
        </div>
      }
    >
      <ul className="portal__hints">
        <li>{t('hintShorter')}</li>
        <li>{t('hintOther')}</li>
        {count === 0 ? null : <li>{t('hintFilters')}</li>}
      </ul>
    </EmptyState>
  );
};
