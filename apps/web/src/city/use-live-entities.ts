import { useQueryClient } from '@tanstack/react-query';
import type { Entity } from '../api/entity.ts';
import { useLive, type LiveChange, type LiveState } from '../api/use-live.ts';
import { useTenant } from '../tenant/index.ts';
import { applyChange } from './apply-change.ts';

/** Lays pushed changes of the types over all that is shown of them; one connection, as browsers allow only few. */
export const useLiveEntities = (
  types: readonly string[],
  onChange?: (change: LiveChange) => void,
): LiveState => {
  const queries = useQueryClient();
  const tenant = useTenant();
  return useLive(types, tenant, {
    onChange: (change) => {
      for (const type of [change.type].flat()) {
        queries.setQueryData<readonly Entity[]>(['entities', tenant, type], (old) =>
          old === undefined ? undefined : applyChange(old, change),
        );
      }
      void queries.invalidateQueries({ queryKey: ['entity', tenant, change.id] });
      onChange?.(change);
    },
    onGap: () => {
      void queries.invalidateQueries({ queryKey: ['entities', tenant] });
      void queries.invalidateQueries({ queryKey: ['entity', tenant] });
    },
  });
};
