import { useQuery } from '@tanstack/react-query';
import { useTenant } from '../tenant/index.ts';
import { getEntities } from './client.ts';

/** The weather station that the demo city invents. */
const inventedStation = { type: 'WeatherObserved', id: 'urn:ngsi-ld:WeatherObserved:muenster:demo' };

/** Whether invented values of the demo city are among the tenant's data, also those of an earlier run. */
export const useIsDemo = (): boolean => {
  const tenant = useTenant();
  const invented = useQuery({
    queryKey: ['demo', tenant],
    queryFn: ({ signal }) => getEntities({ ...inventedStation, limit: 1, tenant }, signal),
    staleTime: 60_000,
  });
  return invented.data !== undefined && invented.data.length > 0;
};
