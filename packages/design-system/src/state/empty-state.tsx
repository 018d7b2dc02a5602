import type { ReactNode } from 'react';

/** Says that there is nothing to show, why, and what to do next. */
export const EmptyState = ({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) => (
  <div className="ds-state">
    <p className="kern-body kern-body--bold">{title}</p>
    {children === undefined ? null : <div className="kern-body">{children}</div>}
    {action}
  </div>
);
