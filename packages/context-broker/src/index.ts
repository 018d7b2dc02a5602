export { contextBrokerApi } from './api-description/broker-api.ts';
export type { BrokerDependencies, BrokerParts } from './broker.ts';
export type {
  ContextSourceClient,
  SourceReply,
  SourceRequest,
} from './distribution/context-source-client.ts';
export { createHttpContextSourceClient } from './distribution/http-context-source-client.ts';
export type {
  AttributeInstance,
  AttributeKind,
  Attributes,
  Entity,
  EntityChange,
} from './entities/entity.ts';
export type { ChangeListener, EntityStore } from './entities/entity-store.ts';
export type { HarmonisedWriter, RefusedEntity } from './harmonised-writer.ts';
export type { TrialClient, TrialReply, TrialRequest } from './trials/trial-client.ts';
export { createHttpTrialClient } from './trials/http-trial-client.ts';
export { parseRetention, type HistoryPolicy, type RetentionRule } from './temporal/history-policy.ts';
export { contextBrokerMigrations } from './migrations/context-broker-migrations.ts';
export {
  createContextBroker,
  createPostgresBroker,
  createSqliteBroker,
  type ContextBroker,
} from './module.ts';
export type { Metric } from './notifications/notification-metrics.ts';
export {
  createContextReader,
  type ContextReader,
  type ContextReaderDependencies,
} from './reader/create-context-reader.ts';
export type { ReaderNews } from './reader/reader-news.ts';
