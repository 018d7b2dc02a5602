import { Button, Dialog, ErrorState } from '@allmende/design-system';
import { useMutation } from '@tanstack/react-query';
import { useText } from '../../i18n/index.ts';
import { text } from './text.ts';

interface ConfirmDialogProps {
  readonly title: string;
  readonly detail: string;
  readonly confirm: string;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something is done that cannot be taken back. */
export const ConfirmDialog = ({ title, detail, confirm, onConfirm, onClose }: ConfirmDialogProps) => {
  const t = useText(text);
  const work = useMutation({ mutationFn: onConfirm });
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            disabled={work.isPending}
            onClick={() => {
              work.mutate();
            }}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <p className="kern-body">{detail}</p>
      {work.isError ? <ErrorState detail={work.error.message} /> : null}
    </Dialog>
  );
};
