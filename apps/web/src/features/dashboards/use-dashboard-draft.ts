import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { getDashboard, replaceDashboard, type Dashboard } from '../../api/dashboards.ts';

export interface DashboardDraft {
  readonly draft: Dashboard;
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  readonly isSaved: boolean;
  /** Somebody else has saved another version meanwhile. */
  readonly hasConflict: boolean;
  readonly error: Error | undefined;
  change(next: Partial<Pick<Dashboard, 'title' | 'tiles'>>): void;
  discard(): void;
  save(): void;
  /** Saves over whatever version there is. */
  saveAnyway(): void;
  /** Gives up the changes for the version on the server. */
  takeTheirs(): void;
}

/** The edited dashboard; changes survive visits to other pages, and leaving with unsaved ones is asked about. */
export const useDashboardDraft = (saved: Dashboard): DashboardDraft => {
  const queries = useQueryClient();
  const draftKey = ['dashboard-draft', saved.id];
  const [changed, setChanged] = useState(() => queries.getQueryData<Dashboard | null>(draftKey) ?? null);
  const keep = (next: Dashboard | null): void => {
    setChanged(next);
    queries.setQueryDefaults(draftKey, { gcTime: Infinity });
    queries.setQueryData(draftKey, next);
  };
  const draft = changed ?? saved;
  const isChanged = changed !== null;
  useLeaveWarning(isChanged);
  const saving = useMutation({
    mutationFn: async (isForced: boolean) => {
      const { version } = isForced ? await getDashboard(saved.id) : draft;
      return replaceDashboard({ ...draft, version });
    },
    onSuccess: (next) => {
      queries.setQueryData(['dashboard', saved.id], next);
      keep(null);
      void queries.invalidateQueries({ queryKey: ['dashboards'] });
    },
  });
  const hasConflict = saving.error instanceof ApiError && saving.error.status === 409;
  const discard = (): void => {
    keep(null);
    saving.reset();
  };
  return {
    draft,
    isChanged,
    isSaving: saving.isPending,
    isSaved: saving.isSuccess && !isChanged,
    hasConflict,
    error: hasConflict ? undefined : (saving.error ?? undefined),
    change: (next) => {
      keep({ ...draft, ...next });
    },
    discard,
    save: () => {
      saving.mutate(false);
    },
    saveAnyway: () => {
      saving.mutate(true);
    },
    takeTheirs: () => {
      discard();
      void queries.invalidateQueries({ queryKey: ['dashboard', saved.id] });
    },
  };
};

const useLeaveWarning = (isChanged: boolean): void => {
  useEffect(() => {
    if (!isChanged) return;
    const ask = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => {
      removeEventListener('beforeunload', ask);
    };
  }, [isChanged]);
};
