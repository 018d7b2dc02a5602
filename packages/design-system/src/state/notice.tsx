import type { ReactNode } from 'react';

export interface NoticeProps {
  readonly tone: 'info' | 'success' | 'warning' | 'danger';
  readonly title: string;
  readonly children?: ReactNode;
}

/** A message about what happened or what to mind; announced when it appears. */
export const Notice = ({ tone, title, children }: NoticeProps) => (
  <div className={`kern-alert kern-alert--${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
    <div className="kern-alert__header">
      <span className={`kern-icon kern-icon--${tone}`} aria-hidden="true" />
      <span className="kern-title">{title}</span>
    </div>
    {children === undefined ? null : <div className="kern-alert__body ds-notice__body">{children}</div>}
  </div>
);
