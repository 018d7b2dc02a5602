export { DomainError, type ProblemCategory, type ProblemDefinition, type Finding } from './domain-error.ts';
export { type Clock, systemClock } from './clock.ts';
export { type Logger, silentLogger } from './logger.ts';
export { type Result, ok, failed } from './result.ts';
export { isJsonObject, type JsonObject } from './json-object.ts';
export {
  type MaybePromise,
  atOnce,
  everyInTurn,
  filterInTurn,
  inTurn,
  someInTurn,
  whenDone,
} from './maybe-promise.ts';
export { NeedsWriter } from './needs-writer.ts';
