import { ErrorState, Loading } from '@allmende/design-system';
import { useDeferredValue } from 'react';
import { AttributeList } from './attribute-list.tsx';
import { CallCard } from './call-card.tsx';
import { FilterBuilder } from './filter-builder.tsx';
import { operatorsFor } from './filter.ts';
import { ResultCard } from './result-card.tsx';
import { useBrowseState } from './use-browse-state.ts';
import { useFilterPaths } from './use-filter-paths.ts';

/** Filter, call, result and attributes of one type. */
export const TypeBrowser = ({ type }: { readonly type: string }) => {
  const [state, change] = useBrowseState();
  const asked = useDeferredValue(state);
  const { attributes, samples, paths, isPending, error, retry } = useFilterPaths(type);
  if (isPending) return <Loading />;
  if (error !== null || attributes === undefined || samples === undefined)
    return <ErrorState detail={error?.message} onRetry={retry} />;
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
        attributes={attributes}
        samples={samples}
        onPage={(page) => {
          change({ page });
        }}
      />
      <CallCard state={state} />
      <AttributeList
        attributes={attributes}
        samples={samples}
        paths={paths}
        onUse={({ path, kind }) => {
          const operator = operatorsFor(kind)[0] ?? 'exists';
          change({ conditions: [...state.conditions, { attribute: path, operator, value: '' }] });
        }}
      />
    </>
  );
};
