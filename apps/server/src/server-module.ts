import type { ReaderNews } from '@allmende/context-broker';
import type { Database, Migration, PostgresDatabase } from '@allmende/database';
import type { Answer, ApiDescription, ApiRequest, Route } from '@allmende/http';
import type { Logger } from '@allmende/kernel';
import type { Config } from './config.ts';
import type { Metric } from './metrics.ts';
import type { FindPageHead } from './page-head.ts';

/** What a product package gives the server. */
export interface ServerModule {
  readonly routes: readonly Route[];
  /** What the OpenAPI document tells of the routes, API by API. */
  readonly apis?: readonly ApiDescription[];
  readonly migrations: readonly Migration[];
  /** Answers addresses that no route knows, before the web pages do. */
  answerElse?(
    request: Pick<ApiRequest, 'method' | 'path' | 'headers' | 'query'>,
  ): Promise<Answer | undefined>;
  /** Figures for operators, collected when they ask. */
  metrics?(): Promise<readonly Metric[]>;
  /** What to tell of its pages before their scripts run. */
  readonly pageHead?: FindPageHead;
  /** Takes what processes that only read tell. */
  hear?(news: readonly ReaderNews[]): void;
  start(): void | Promise<void>;
  stop(): Promise<void>;
}

/** What modules are composed over. */
export interface ServerParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: Database | PostgresDatabase;
  /** Address under which users reach the server, without trailing slash; known once it listens. */
  publicUrl(): string;
}
