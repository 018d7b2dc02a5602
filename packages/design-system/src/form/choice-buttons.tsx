import { Button } from '../layout/button.tsx';
import type { Option } from './field.tsx';

interface ChoiceButtonsProps {
  /** Accessible name of the group. */
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
}

/** A choice of few options as buttons, the chosen one pressed. */
export const ChoiceButtons = ({ label, value, options, onChange }: ChoiceButtonsProps) => (
  <div className="ds-choices" role="group" aria-label={label}>
    {options.map((option) => (
      <Button
        key={option.value}
        variant={option.value === value ? 'primary' : 'secondary'}
        className="kern-btn--x-small"
        aria-pressed={option.value === value}
        onClick={() => {
          onChange(option.value);
        }}
      >
        {option.label}
      </Button>
    ))}
  </div>
);
