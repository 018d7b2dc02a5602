import type { RuleFollower } from '../alert-rules.ts';

/** What runs the rules over changes and the passing of time. */
export interface Watching {
  readonly follower: RuleFollower;
  /** Takes up rules and states; call after the migrations. */
  start(): Promise<void>;
  /** Lets time pass. */
  tick(): void;
  /** Resolves when nothing is being evaluated. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}
