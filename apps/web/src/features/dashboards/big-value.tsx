interface BigValueProps {
  readonly value: string;
  /** '' where there is none. */
  readonly unit: string;
}

/** A value with its unit in smaller letters. */
export const BigValue = ({ value, unit }: BigValueProps) => (
  <>
    {value}
    {unit === '' ? null : <span className="dashboard__unit">{`\u00a0${unit}`}</span>}
  </>
);
