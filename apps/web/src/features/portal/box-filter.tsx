import { Button, Dialog } from '@allmende/design-system';
import { useState } from 'react';
import { AreaField, parseCorners, formatCorners } from '../../area/index.ts';
import { useText } from '../../i18n/index.ts';
import { boxAround, boxCorners } from './box.ts';
import type { Box } from './search-state.ts';
import { text } from './text.ts';

interface BoxFilterProps {
  readonly box: Box | undefined;
  readonly onChange: (box: Box | undefined) => void;
}

/** Only what lies in an area: drawn, taken from a district, or typed. */
export const BoxFilter = ({ box, onChange }: BoxFilterProps) => {
  const t = useText(text);
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="portal__box">
      <Button
        variant="secondary"
        className="kern-btn--x-small"
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        {box === undefined ? t('chooseArea') : t('changeArea')}
      </Button>
      {isOpen ? (
        <BoxDialog
          box={box}
          onClose={() => {
            setOpen(false);
          }}
          onChange={(next) => {
            setOpen(false);
            onChange(next);
          }}
        />
      ) : null}
    </div>
  );
};

const BoxDialog = ({ box, onChange, onClose }: BoxFilterProps & { readonly onClose: () => void }) => {
  const t = useText(text);
  const [corners, setCorners] = useState(box === undefined ? '' : formatCorners(boxCorners(box)));
  const [error, setError] = useState<string>();
  const take = (): void => {
    const read = parseCorners(corners);
    if ('badLine' in read) {
      setError(t('badCorner', { line: read.badLine }));
      return;
    }
    const next = boxAround(read.corners);
    if (next === undefined) setError(t('areaTooSmall'));
    else onChange(next);
  };
  return (
    <Dialog
      title={t('areaTitle')}
      onClose={onClose}
      footer={
        <>
          {box === undefined ? null : (
            <Button
              variant="secondary"
              onClick={() => {
                onChange(undefined);
              }}
            >
              {t('dropArea')}
            </Button>
          )}
          <Button onClick={take}>{t('takeArea')}</Button>
        </>
      }
    >
      <p className="kern-body">{t('areaDetail')}</p>
      <AreaField
        corners={corners}
        holes={0}
        error={error}
        onChange={(next) => {
          setError(undefined);
          setCorners(next);
        }}
      />
    </Dialog>
  );
};
