import type { Connection, Database } from '@allmende/database';
import type { ContextCompiler } from '@allmende/jsonld';
import type { Clock, Logger } from '@allmende/kernel';
import type { EntityChange } from './entities/entity.ts';
import type { ChangeListener, EntityStore } from './entities/entity-store.ts';

/** What the broker is made from; apps/server binds it. */
export interface BrokerDependencies {
  readonly database: Database;
  readonly contexts: ContextCompiler;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Base address for hosted contexts, without trailing slash; asked when needed. */
  publicUrl(): string;
}

/** Told of the changes of one write inside its transaction; what it writes commits with them, or not at all. */
export type ChangeRecorder = (connection: Connection, changes: readonly EntityChange[]) => void;

/** Collaborators that feature folders (entities, temporal, subscriptions) share. */
export interface BrokerParts extends BrokerDependencies {
  readonly entities: EntityStore;
  /** Registers a listener for committed changes; returns its removal. */
  onChange(listener: ChangeListener): () => void;
  /** Registers a recorder of changes within their transaction; returns its removal. */
  beforeCommit(recorder: ChangeRecorder): () => void;
}
