import type { LiveState } from '../api/use-live.ts';
import { useText } from '../i18n/index.ts';
import './live-status.css';
import { text } from './text.ts';

/** Says whether the server is pushing changes; heard by screen readers when that changes. */
export const LiveStatus = ({ state }: { readonly state: LiveState }) => {
  const t = useText(text);
  return (
    <span className={`live live--${state} kern-body kern-body--muted`} role="status">
      <span className="live__dot" aria-hidden="true" />
      {t(state)}
    </span>
  );
};
