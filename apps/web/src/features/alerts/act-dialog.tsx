import { Button, Dialog, ErrorState, TextField } from '@allmende/design-system';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { actOnAlert, type Alert, type AlertAction } from '../../api/alerts.ts';
import { useEntityName } from '../../city/index.ts';
import { useText } from '../../i18n/index.ts';
import { text } from './text.ts';

interface ActDialogProps {
  readonly alert: Alert;
  readonly step: AlertAction['step'];
  readonly onClose: () => void;
}

const nameKey = 'allmende.clerk';

/** Asks who acknowledges or closes an alert, and for a remark. */
export const ActDialog = ({ alert, step, onClose }: ActDialogProps) => {
  const t = useText(text);
  const form = useId();
  const queries = useQueryClient();
  const place = useEntityName(alert.entityId);
  const [by, setBy] = useState(() => localStorage.getItem(nameKey) ?? '');
  const [note, setNote] = useState('');
  const [isChecked, setChecked] = useState(false);
  const action = useMutation({
    mutationFn: () => actOnAlert(alert.id, { step, by: by.trim(), note: note.trim() }),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['alerts'] }),
  });
  const isMissing = by.trim() === '';
  return (
    <Dialog
      title={step === 'acknowledge' ? t('acknowledgeTitle') : t('closeTitle')}
      onClose={onClose}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form} disabled={action.isPending}>
            {t(step)}
          </Button>
        </>
      }
    >
      <p className="kern-body kern-body--bold">{`${alert.ruleName}, ${place}`}</p>
      <p className="kern-body">{step === 'acknowledge' ? t('acknowledgeDetail') : t('closeDetail')}</p>
      <form
        id={form}
        className="alerts__form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (isMissing) return;
          localStorage.setItem(nameKey, by.trim());
          action.mutate();
        }}
      >
        <TextField
          label={t('yourName')}
          hint={t('yourNameHint')}
          value={by}
          isRequired
          error={isChecked && isMissing ? t('missingBy') : undefined}
          onChange={setBy}
        />
        <TextField label={t('note')} value={note} rows={3} onChange={setNote} />
      </form>
      {action.isError ? <ErrorState detail={action.error.message} /> : null}
    </Dialog>
  );
};
