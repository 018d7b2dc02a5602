import { useId, type ReactNode } from 'react';

interface FieldProps {
  readonly label: string;
  /** Help below the label. */
  readonly hint?: string | undefined;
  /** What is wrong with the value; marks the field. */
  readonly error?: string | undefined;
}

interface InputAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

interface FrameProps extends FieldProps {
  readonly children: (input: InputAttributes) => ReactNode;
}

/** Label, hint and error around an input, tied to it for screen readers. */
const FieldFrame = ({ label, hint, error, children }: FrameProps) => {
  const id = useId();
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(error === undefined ? [] : [`${id}-error`]),
  ].join(' ');
  return (
    <div className={`kern-form-input ds-field${error === undefined ? '' : ' kern-form-input--error'}`}>
      <label className="kern-label" htmlFor={id}>
        {label}
      </label>
      {hint === undefined ? null : (
        <div className="kern-hint ds-field__hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error !== undefined,
      })}
      {error === undefined ? null : (
        <p className="kern-error" id={`${id}-error`} role="alert">
          <span className="kern-icon kern-icon--danger" aria-hidden="true" />
          <span className="kern-body">{error}</span>
        </p>
      )}
    </div>
  );
};

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'email' | 'url' | 'search' | 'datetime-local';
  /** Shows a number pad on small devices. */
  readonly isNumeric?: boolean;
  readonly isRequired?: boolean;
  readonly placeholder?: string | undefined;
  /** More than one line. */
  readonly rows?: number;
}

/** A labelled text field of one or more lines. */
export const TextField = (props: TextFieldProps) => {
  const { value, onChange, type = 'text', isNumeric = false, isRequired = false, placeholder, rows } = props;
  const className = `kern-form-input__input${props.error === undefined ? '' : ' kern-form-input__input--error'}`;
  return (
    <FieldFrame label={props.label} hint={props.hint} error={props.error}>
      {(input) =>
        rows === undefined ? (
          <input
            {...input}
            className={className}
            type={type}
            value={value}
            placeholder={placeholder}
            required={isRequired}
            inputMode={isNumeric ? 'decimal' : undefined}
            onChange={(event) => {
              onChange(event.target.value);
            }}
          />
        ) : (
          <textarea
            {...input}
            className={`${className} ds-field__lines`}
            rows={rows}
            value={value}
            placeholder={placeholder}
            required={isRequired}
            onChange={(event) => {
              onChange(event.target.value);
            }}
          />
        )
      }
    </FieldFrame>
  );
};

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface SelectFieldProps extends FieldProps {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  readonly isDisabled?: boolean;
}

/** A labelled choice of one option. */
export const SelectField = ({ value, options, onChange, isDisabled = false, ...frame }: SelectFieldProps) => (
  <FieldFrame {...frame}>
    {(input) => (
      <div className="kern-form-input__select-wrapper">
        <select
          {...input}
          className="kern-form-input__select"
          value={value}
          disabled={isDisabled}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </div>
    )}
  </FieldFrame>
);

export interface CheckFieldProps {
  readonly label: ReactNode;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

/** A labelled checkbox. */
export const CheckField = ({ label, isChecked, onChange }: CheckFieldProps) => {
  const id = useId();
  return (
    <div className="kern-form-check">
      <input
        className="kern-form-check__checkbox"
        type="checkbox"
        id={id}
        checked={isChecked}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <label className="kern-label" htmlFor={id}>
        {label}
      </label>
    </div>
  );
};
