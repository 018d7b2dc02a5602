import { useId, useState } from 'react';
import { useComponentText } from '../language.ts';
import { Button } from '../layout/button.tsx';
import { fromLocalField, resolveTimeRange, toLocalField, type TimeRange } from './time-range.ts';

interface TimeRangePickerProps {
  readonly value: TimeRange;
  readonly onChange: (range: TimeRange) => void;
}

/** Buttons for 24 hours, 7 and 30 days, and two fields for a period of one's own. */
export const TimeRangePicker = ({ value, onChange }: TimeRangePickerProps) => {
  const text = useComponentText();
  const choices = [
    { hours: 24, label: text.day },
    { hours: 24 * 7, label: text.week },
    { hours: 24 * 30, label: text.month },
  ];
  const isCustom = value.kind === 'custom';
  return (
    <div className="ds-range" role="group" aria-label={text.range}>
      {choices.map(({ hours, label }) => (
        <Toggle
          key={hours}
          label={label}
          isOn={value.kind === 'last' && value.hours === hours}
          onPress={() => {
            onChange({ kind: 'last', hours });
          }}
        />
      ))}
      <Toggle
        label={text.custom}
        isOn={isCustom}
        onPress={() => {
          onChange({ kind: 'custom', ...resolveTimeRange(value, Date.now()) });
        }}
      />
      {isCustom ? <CustomFields from={value.from} to={value.to} onChange={onChange} /> : null}
    </div>
  );
};

const Toggle = ({
  label,
  isOn,
  onPress,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onPress: () => void;
}) => (
  <Button
    variant={isOn ? 'primary' : 'secondary'}
    className="kern-btn--x-small"
    aria-pressed={isOn}
    onClick={onPress}
  >
    {label}
  </Button>
);

interface CustomFieldsProps {
  readonly from: number;
  readonly to: number;
  readonly onChange: (range: TimeRange) => void;
}

const CustomFields = ({ from, to, onChange }: CustomFieldsProps) => {
  const text = useComponentText();
  const id = useId();
  const [draft, setDraft] = useState({ from: toLocalField(from), to: toLocalField(to) });
  const isValid = fromLocalField(draft.from) < fromLocalField(draft.to);
  const change = (next: typeof draft): void => {
    setDraft(next);
    const ends = { from: fromLocalField(next.from), to: fromLocalField(next.to) };
    if (ends.from < ends.to) onChange({ kind: 'custom', ...ends });
  };
  return (
    <div className="ds-range__custom">
      {(['from', 'to'] as const).map((end) => (
        <div className="kern-form-input" key={end}>
          <label className="kern-label" htmlFor={`${id}-${end}`}>
            {text[end]}
          </label>
          <input
            className="kern-form-input__input"
            type="datetime-local"
            id={`${id}-${end}`}
            value={draft[end]}
            aria-invalid={!isValid}
            onChange={(event) => {
              change({ ...draft, [end]: event.target.value });
            }}
          />
        </div>
      ))}
      {isValid ? null : (
        <p className="kern-error" role="alert">
          {text.badRange}
        </p>
      )}
    </div>
  );
};
