import type { ButtonHTMLAttributes, ReactNode } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: 'primary' | 'secondary' | 'tertiary';
  readonly children: ReactNode;
}

/** A KERN button; `type="button"` unless told otherwise. */
export const Button = ({ variant = 'primary', children, className = '', ...rest }: ButtonProps) => (
  <button type="button" {...rest} className={`kern-btn kern-btn--${variant} ${className}`.trimEnd()}>
    <span className="kern-label">{children}</span>
  </button>
);
