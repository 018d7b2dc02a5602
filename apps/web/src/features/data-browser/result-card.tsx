import { Button, Card, DataTable, EmptyState, ErrorState, Loading, Paging } from '@allmende/design-system';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getEntityPage, type AttributeSummary } from '../../api/client.ts';
import type { Entity } from '../../api/entity.ts';
import { AttributeText, cityType, entityName, inputName, SourceNotice } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { Link } from '../../tenant/index.ts';
import { pageSize, queryOf } from './api-call.ts';
import type { BrowseState } from './browse-state.ts';
import { getAllMatches, saveJson } from './download.ts';
import { resultColumns } from './result-columns.ts';
import { text } from './text.ts';

interface ResultCardProps {
  readonly state: BrowseState;
  readonly attributes: readonly AttributeSummary[];
  readonly samples: readonly Entity[];
  readonly onPage: (page: number) => void;
}

/** The page of entities that meet the filter, and all of them as a file. */
export const ResultCard = ({ state, attributes, samples, onPage }: ResultCardProps) => {
  const t = useText(text);
  const query = queryOf(state);
  const offset = (state.page - 1) * pageSize;
  const result = useQuery({
    queryKey: ['browse', query, offset],
    queryFn: ({ signal }) => getEntityPage({ ...query, limit: pageSize, offset }, signal),
    placeholderData: keepPreviousData,
  });
  const found = result.isError ? undefined : result.data;
  const { count = 0, entities = [], warnings } = found ?? {};
  const pages = Math.max(1, Math.ceil(count / pageSize));
  return (
    <Card
      title={t('results')}
      preline={<span role="status">{found === undefined ? '' : t('found', { count })}</span>}
      actions={count > 0 ? <Download state={state} count={count} /> : undefined}
    >
      {result.isPending ? <Loading /> : null}
      {result.isError ? (
        <ErrorState detail={result.error.message} onRetry={() => void result.refetch()} />
      ) : null}
      <SourceNotice warnings={warnings} />
      {found !== undefined && count === 0 ? (
        <EmptyState title={t('noResults')}>{t('noResultsDetail')}</EmptyState>
      ) : null}
      {count === 0 ? null : (
        <>
          <div className="data__results">
            <ResultTable
              state={state}
              pages={pages}
              entities={entities}
              columns={resultColumns(state.type, attributes, samples)}
            />
          </div>
          <Paging page={state.page} pages={pages} onPage={onPage} />
        </>
      )}
    </Card>
  );
};

interface ResultTableProps {
  readonly state: BrowseState;
  readonly pages: number;
  readonly entities: readonly Entity[];
  readonly columns: readonly string[];
}

const ResultTable = ({ state, pages, entities, columns }: ResultTableProps) => {
  const t = useText(text);
  const { language } = useLanguage();
  return (
    <DataTable
      caption={t('tableOf', { type: cityType(state.type).names[language], page: state.page, pages })}
      rows={entities}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: t('name'),
          render: (entity) => (
            <Link className="kern-link" to={`/entities/${encodeURIComponent(entity.id)}`}>
              {entityName(entity)}
            </Link>
          ),
        },
        ...columns.map((name) => ({
          key: name,
          header: inputName(name, language, entities[0]),
          numeric: entities.some((entity) => typeof entity[name] === 'number'),
          render: (entity: Entity) => (
            <span className="data__example">
              <AttributeText attribute={name} value={entity[name]} isRaw />
            </span>
          ),
        })),
      ]}
    />
  );
};

const Download = ({ state, count }: { readonly state: BrowseState; readonly count: number }) => {
  const t = useText(text);
  const [done, setDone] = useState(0);
  const download = useMutation({
    mutationFn: async () => {
      setDone(0);
      saveJson(`${state.type}.json`, await getAllMatches(queryOf(state), setDone));
    },
  });
  return (
    <div>
      <Button
        variant="secondary"
        icon="download"
        className="kern-btn--x-small"
        disabled={download.isPending}
        onClick={() => {
          download.mutate();
        }}
      >
        {download.isPending ? t('downloading', { done, count }) : t('download', { count })}
      </Button>
      {download.isError ? <ErrorState detail={download.error.message} /> : null}
    </div>
  );
};
