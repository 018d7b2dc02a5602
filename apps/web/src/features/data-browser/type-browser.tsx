import { ErrorState, Loading } from '@allmende/design-system';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { getEntities } from '../../api/client.ts';
import { useTypeAttributes } from '../../city/index.ts';
import { AttributeList } from './attribute-list.tsx';
import { CallCard } from './call-card.tsx';
import { FilterBuilder } from './filter-builder.tsx';
import { operatorsFor } from './filter.ts';
import { ResultCard } from './result-card.tsx';
import { useBrowseState } from './use-browse-state.ts';
import { filterPaths } from './value-kind.ts';

const sampleSize = 20;

/** Filter, call, result and attributes of one type. */
export const TypeBrowser = ({ type }: { readonly type: string }) => {
  const [state, change] = useBrowseState();
  const asked = useDeferredValue(state);
  const attributes = useTypeAttributes(type);
  const samples = useQuery({
    queryKey: ['samples', type],
    queryFn: ({ signal }) => getEntities({ type, limit: sampleSize }, signal),
  });
  if (attributes.isPending || samples.isPending) return <Loading />;
  const failed = attributes.error ?? samples.error;
  if (failed !== null || attributes.data === undefined || samples.data === undefined) {
    return (
      <ErrorState
        detail={failed?.message}
        onRetry={() => {
          void attributes.refetch();
          void samples.refetch();
        }}
      />
    );
  }
  const paths = filterPaths(attributes.data, samples.data);
  return (
    <>
      <FilterBuilder
        paths={paths}
        conditions={state.conditions}
        join={state.join}
        onChange={(conditions, options) => {
          change({ conditions }, options);
        }}
        onJoin={(join) => {
          change({ join });
        }}
      />
      <ResultCard
        state={asked}
        attributes={attributes.data}
        samples={samples.data}
        onPage={(page) => {
          change({ page });
        }}
      />
      <CallCard state={state} />
      <AttributeList
        attributes={attributes.data}
        samples={samples.data}
        paths={paths}
        onUse={({ path, kind }) => {
          const operator = operatorsFor(kind)[0] ?? 'exists';
          change({ conditions: [...state.conditions, { attribute: path, operator, value: '' }] });
        }}
      />
    </>
  );
};
