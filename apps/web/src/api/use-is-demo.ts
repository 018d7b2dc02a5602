import { useQuery } from '@tanstack/react-query';
import { readJson } from './http.ts';

/** Whether the server plays invented values; said to be so when it cannot tell, as a missing warning misleads more. */
export const useIsDemo = (): boolean => {
  const about = useQuery({
    queryKey: ['about'],
    queryFn: ({ signal }) => readJson<{ readonly isDemo: boolean }>('/api/about', signal),
    staleTime: Infinity,
    retry: false,
    retryOnMount: false,
  });
  return about.data?.isDemo ?? about.isError;
};
