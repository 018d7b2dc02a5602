import { instantMs } from '../entities/date-time.ts';

/** How a registration was used by distributed operations (§5.2.9, table 5.2.9-2); times in ISO 8601. */
export interface SourceUse {
  readonly timesSent: number;
  readonly timesFailed: number;
  readonly lastSuccess?: string;
  readonly lastFailure?: string;
}

export const noUse: SourceUse = { timesSent: 0, timesFailed: 0 };

const later = (one: string | undefined, other: string | undefined): string | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  return instantMs(other) > instantMs(one) ? other : one;
};

/** What two uses are together. */
export const addedUse = (one: SourceUse, other: SourceUse): SourceUse => {
  const lastSuccess = later(one.lastSuccess, other.lastSuccess);
  const lastFailure = later(one.lastFailure, other.lastFailure);
  return {
    timesSent: one.timesSent + other.timesSent,
    timesFailed: one.timesFailed + other.timesFailed,
    ...(lastSuccess === undefined ? {} : { lastSuccess }),
    ...(lastFailure === undefined ? {} : { lastFailure }),
  };
};

/** The members of a registration that tell of its use; none while it was not used. */
export const presentUse = (use: SourceUse | undefined): Readonly<Record<string, unknown>> => {
  if (use === undefined || use.timesSent === 0) return {};
  const { lastSuccess, lastFailure } = use;
  const isFailed =
    lastFailure !== undefined &&
    (lastSuccess === undefined || instantMs(lastFailure) > instantMs(lastSuccess));
  return { status: isFailed ? 'failed' : 'ok', ...use };
};
