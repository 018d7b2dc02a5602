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

/** What a process needs to know that does the same as the one that starts it, over a database that both use. */
export interface EqualSettings extends Omit<ReaderSettings, 'config'> {
  readonly config: Config;
}

/** From the process that listens to another one; a `connection` comes with its socket. */
export type MessageToReader<Settings = ReaderSettings | EqualSettings> =
  | { readonly kind: 'start'; readonly settings: Settings }
  | { readonly kind: 'connection'; readonly id: number }
  | { readonly kind: 'metrics'; readonly id: number }
  | { readonly kind: 'stop' };

export type MessageFromReader =
  | { readonly kind: 'ready' }
  /** It has the connection that came with this id. */
  | { readonly kind: 'taken'; readonly id: number }
  | { readonly kind: 'news'; readonly news: readonly ReaderNews[] }
  | { readonly kind: 'metrics'; readonly id: number; readonly snapshot: MetricsSnapshot };
