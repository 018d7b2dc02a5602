import type { ButtonHTMLAttributes, ReactNode } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: 'primary' | 'secondary' | 'tertiary';
  /** Name of a KERN icon before the text, for example `add`. */
  readonly icon?: string;
  readonly children: ReactNode;
}

/** A KERN button; `type="button"` unless told otherwise. */
export const Button = ({ variant = 'primary', icon, children, className = '', ...rest }: ButtonProps) => (
  <button type="button" {...rest} className={`kern-btn kern-btn--${variant} ${className}`.trimEnd()}>
    {icon === undefined ? null : <span className={`kern-icon kern-icon--${icon}`} aria-hidden="true" />}
    <span className="kern-label">{children}</span>
  </button>
);
