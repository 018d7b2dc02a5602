import type { ReaderNews } from '@allmende/context-broker';
import type { Config } from '../config.ts';
import type { MetricsSnapshot } from '../metrics.ts';

/** What a reader process needs to know. */
export interface ReaderSettings {
  readonly config: Pick<Config, 'dataDir' | 'logLevel' | 'temporalPageSize' | 'otlpEndpoint'>;
  readonly publicUrl: string;
  /** Where the process that writes takes what readers cannot answer. */
  readonly writerPath: string;
  /** Where the reader itself listens; nobody calls it there, but a server has to listen. */
  readonly ownPath: string;
}

/** From the process that writes to a reader; a `connection` comes with its socket. */
export type MessageToReader =
  | { readonly kind: 'start'; readonly settings: ReaderSettings }
  | { readonly kind: 'connection' }
  | { readonly kind: 'metrics'; readonly id: number }
  | { readonly kind: 'stop' };

export type MessageFromReader =
  | { readonly kind: 'ready' }
  | { readonly kind: 'news'; readonly news: readonly ReaderNews[] }
  | { readonly kind: 'metrics'; readonly id: number; readonly snapshot: MetricsSnapshot };
