import type { Migration } from '@allmende/database';

/** Counts the changes of kept contexts, so that processes that only read know when to compile them again. */
export const contextRevisionMigration: Migration = {
  name: 'context-broker/0018-context-revision',
  sqlite: `
    CREATE TABLE context_revision (revision INTEGER NOT NULL) STRICT;
    INSERT INTO context_revision VALUES (0);
    CREATE TRIGGER context_added AFTER INSERT ON jsonld_contexts
      BEGIN UPDATE context_revision SET revision = revision + 1; END;
    CREATE TRIGGER context_changed AFTER UPDATE ON jsonld_contexts
      BEGIN UPDATE context_revision SET revision = revision + 1; END;
    CREATE TRIGGER context_removed AFTER DELETE ON jsonld_contexts
      BEGIN UPDATE context_revision SET revision = revision + 1; END;
  `,
};
