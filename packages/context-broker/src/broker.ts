import type { Connection, Database } from '@allmende/database';
import type { FetchDocument } from '@allmende/jsonld';
import type { ContextLibrary } from './contexts/context-library.ts';
import type { Clock, Logger } from '@allmende/kernel';
import type { ContextSourceClient } from './distribution/context-source-client.ts';
import type { TrialClient } from './trials/trial-client.ts';
import type { EntityChange } from './entities/entity.ts';
import type { ChangeListener, EntityStore } from './entities/entity-store.ts';

/** What the broker is made from; apps/server binds it. */
export interface BrokerDependencies {
  readonly database: Database;
  /** Gets a remote context document as JSON. */
  readonly fetchDocument: FetchDocument;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Calls other context sources (§4.3.6). */
  readonly contextSources: ContextSourceClient;
  /** Sends what somebody wants to try before it is kept. */
  readonly trialClient: TrialClient;
  /** Base address for hosted contexts, without trailing slash; asked when needed. */
  publicUrl(): string;
  /** Most attribute instances in one temporal answer, more are announced by 206 (§6.3.10); default 10,000. */
  readonly temporalPageSize?: number;
}

/** Told of the changes of one write inside its transaction; what it writes commits with them, or not at all. */
export type ChangeRecorder = (connection: Connection, changes: readonly EntityChange[]) => void;

/** Collaborators that feature folders (entities, temporal, subscriptions) share. */
export interface BrokerParts extends BrokerDependencies {
  /** Compiles contexts; keeps what it fetched. */
  readonly contexts: ContextLibrary;
  readonly entities: EntityStore;
  /** Registers a listener for committed changes; returns its removal. */
  onChange(listener: ChangeListener): () => void;
  /** Registers a recorder of changes within their transaction; returns its removal. */
  beforeCommit(recorder: ChangeRecorder): () => void;
}
