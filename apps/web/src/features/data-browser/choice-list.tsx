import { CheckField, type Option } from '@allmende/design-system';

interface ChoiceListProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** A choice of any number of options; what was chosen and is not offered any more can still be taken back. */
export const ChoiceList = ({ label, hint, options, chosen, onChange }: ChoiceListProps) => {
  const others = chosen.filter((value) => !options.some((option) => option.value === value));
  const all = [...options, ...others.map((value) => ({ value, label: value }))];
  return (
    <fieldset className="data__group">
      <legend className="kern-label">{label}</legend>
      {hint === undefined ? null : <p className="kern-body kern-body--muted data__hint">{hint}</p>}
      <div className="data__choices">
        {all.map((option) => (
          <CheckField
            key={option.value}
            label={option.label}
            isChecked={chosen.includes(option.value)}
            onChange={(isChecked) => {
              // In the order of the offer, so that the same choice is always written the same way.
              const next = isChecked
                ? [...chosen, option.value]
                : chosen.filter((one) => one !== option.value);
              onChange(all.map(({ value }) => value).filter((value) => next.includes(value)));
            }}
          />
        ))}
      </div>
    </fieldset>
  );
};
