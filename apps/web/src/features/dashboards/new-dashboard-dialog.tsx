import { Button, Dialog, ErrorState, TextField } from '@allmende/design-system';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { createDashboard } from '../../api/dashboards.ts';
import { useText } from '../../i18n/index.ts';
import { useGo, useTenant } from '../../tenant/index.ts';
import { text } from './text.ts';

/** Asks for a title, creates the dashboard and leads to composing it. */
export const NewDashboardDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useText(text);
  const form = useId();
  const queries = useQueryClient();
  const go = useGo();
  const tenant = useTenant();
  const [title, setTitle] = useState('');
  const [isChecked, setChecked] = useState(false);
  const creation = useMutation({
    mutationFn: (name: string) => createDashboard({ tenant, title: name, tiles: [] }),
    onSuccess: async (created) => {
      queries.setQueryData(['dashboard', created.id], created);
      await queries.invalidateQueries({ queryKey: ['dashboards'] });
      await go(`/dashboards/${encodeURIComponent(created.id)}?edit=1`);
    },
  });
  const isMissing = title.trim() === '';
  return (
    <Dialog
      title={t('createTitle')}
      onClose={onClose}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form} disabled={creation.isPending}>
            {t('createAndCompose')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (!isMissing) creation.mutate(title.trim());
        }}
      >
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          value={title}
          isRequired
          error={isChecked && isMissing ? t('nameMissing') : undefined}
          onChange={setTitle}
        />
      </form>
      {creation.isError ? <ErrorState detail={creation.error.message} /> : null}
    </Dialog>
  );
};
