import type { ReactNode } from 'react';
import { useComponentText } from '../language.ts';
import { Button } from '../layout/button.tsx';

/** Announces a failure with its reason and offers to try again. */
export const ErrorState = ({
  title,
  detail,
  onRetry,
}: {
  readonly title?: string;
  readonly detail?: ReactNode;
  readonly onRetry?: () => void;
}) => {
  const text = useComponentText();
  return (
    <div className="kern-alert kern-alert--danger" role="alert">
      <div className="kern-alert__header">
        <span className="kern-icon kern-icon--danger" aria-hidden="true" />
        <span className="kern-title">{title ?? text.failed}</span>
      </div>
      <div className="kern-alert__body">
        {detail === undefined ? null : <p className="kern-body">{detail}</p>}
        {onRetry === undefined ? null : (
          <Button variant="secondary" onClick={onRetry}>
            {text.retry}
          </Button>
        )}
      </div>
    </div>
  );
};
