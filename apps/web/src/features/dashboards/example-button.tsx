import { Button, ErrorState } from '@allmende/design-system';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getEntities } from '../../api/client.ts';
import { createDashboard } from '../../api/dashboards.ts';
import { orderTypes, useTypes } from '../../city/index.ts';
import { useLanguage, useText } from '../../i18n/index.ts';
import { useGo, useTenant } from '../../tenant/index.ts';
import { exampleTiles } from './example-dashboard.ts';
import { text } from './text.ts';

/** Creates a dashboard of what the city measures and leads to it; nothing where no data are. */
export const ExampleButton = () => {
  const t = useText(text);
  const { language } = useLanguage();
  const types = useTypes();
  const queries = useQueryClient();
  const go = useGo();
  const tenant = useTenant();
  const names = orderTypes((types.data ?? []).map(({ type }) => type));
  const creation = useMutation({
    mutationFn: async () => {
      const samples = await Promise.all(names.map((type) => getEntities({ type, limit: 1, tenant })));
      const tiles = exampleTiles(samples.flat(), language);
      return createDashboard({ tenant, title: t('exampleTitle'), tiles });
    },
    onSuccess: async (created) => {
      queries.setQueryData(['dashboard', created.id], created);
      await queries.invalidateQueries({ queryKey: ['dashboards'] });
      await go(`/dashboards/${encodeURIComponent(created.id)}`);
    },
  });
  if (names.length === 0) return null;
  return (
    <>
      <Button
        variant="secondary"
        disabled={creation.isPending}
        onClick={() => {
          creation.mutate();
        }}
      >
        {t('example')}
      </Button>
      {creation.isError ? <ErrorState detail={creation.error.message} /> : null}
    </>
  );
};
