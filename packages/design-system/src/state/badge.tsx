export interface BadgeProps {
  readonly tone: 'info' | 'success' | 'warning' | 'danger';
  readonly children: string;
}

/** A short state in words and colour. */
export const Badge = ({ tone, children }: BadgeProps) => (
  <span className={`kern-badge kern-badge--${tone} kern-badge--small`}>
    <span className={`kern-icon kern-icon--${tone} kern-icon--small`} aria-hidden="true" />
    <span className="kern-label kern-label--small">{children}</span>
  </span>
);
