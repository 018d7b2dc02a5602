import { Button, TextField } from '@allmende/design-system';
import type { KeyValue } from '../../api/subscriptions.ts';
import { useText } from '../../i18n/index.ts';
import { badHeader } from './key-value.ts';
import { text } from './text.ts';

interface KeyValueFieldsProps {
  readonly label: string;
  readonly hint: string;
  readonly pairs: readonly KeyValue[];
  /** Marks the line whose name is none. */
  readonly error: string | undefined;
  readonly onChange: (pairs: readonly KeyValue[]) => void;
}

/** Names and values, one pair a line. */
export const KeyValueFields = ({ label, hint, pairs, error, onChange }: KeyValueFieldsProps) => {
  const t = useText(text);
  const bad = error === undefined ? undefined : badHeader(pairs);
  const change = (index: number, next: Partial<KeyValue>): void => {
    onChange(pairs.map((pair, place) => (place === index ? { ...pair, ...next } : pair)));
  };
  return (
    <fieldset className="data__group">
      <legend className="kern-label">{label}</legend>
      <p className="kern-body kern-body--muted data__hint">{hint}</p>
      {pairs.map((pair, index) => (
        // Lines have no identity of their own, and nothing in them outlives a render.
        <div className="data__pair" key={index}>
          <TextField
            label={t('pairName', { number: index + 1 })}
            value={pair.key}
            error={bad === index + 1 ? error : undefined}
            onChange={(key) => {
              change(index, { key });
            }}
          />
          <TextField
            label={t('pairValue', { number: index + 1 })}
            value={pair.value}
            onChange={(value) => {
              change(index, { value });
            }}
          />
          <Button
            variant="tertiary"
            icon="delete"
            className="kern-btn--x-small"
            aria-label={t('removePair', { number: index + 1 })}
            onClick={() => {
              onChange(pairs.filter((_, place) => place !== index));
            }}
          >
            {t('removeCondition')}
          </Button>
        </div>
      ))}
      <div>
        <Button
          variant="secondary"
          icon="add"
          className="kern-btn--x-small"
          onClick={() => {
            onChange([...pairs, { key: '', value: '' }]);
          }}
        >
          {t('addPair')}
        </Button>
      </div>
    </fieldset>
  );
};
