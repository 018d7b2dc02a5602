import { sparklinePath } from './sparkline-path.ts';
import { withGaps, type TimePoint } from './time-series.ts';

const size = { width: 240, height: 56 };

/** A small line without axes beside a value; `label` says in words what it shows. */
export const Sparkline = ({
  label,
  points,
}: {
  readonly label: string;
  readonly points: readonly TimePoint[];
}) => (
  <svg
    className="ds-sparkline"
    role="img"
    aria-label={label}
    viewBox={`0 0 ${String(size.width)} ${String(size.height)}`}
    preserveAspectRatio="none"
  >
    <path d={sparklinePath(withGaps(points), size)} vectorEffect="non-scaling-stroke" />
  </svg>
);
