import type { Migration } from '@allmende/database';

/**
 * Entries with what they are found by. `change` counts all changes of the catalogue, so that what is held of it in memory
 * is kept up; `portal_removed` tells what is gone. `portal_words` holds the words of the catalogue cut into groups of three letters,
 * for compounds and typing errors; a word that no entry has any more may stay.
 */
export const catalogue: Migration = {
  name: 'open-data-portal/0001-catalogue',
  sqlite: `
    CREATE TABLE portal_records (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      version INTEGER NOT NULL,
      created_at TEXT NOT NULL,
      modified_at TEXT NOT NULL,
      sort_title TEXT NOT NULL DEFAULT '',
      source TEXT,
      identifier TEXT,
      change INTEGER NOT NULL DEFAULT 0,
      facets TEXT NOT NULL DEFAULT '[]',
      boxes TEXT NOT NULL DEFAULT '[]',
      body TEXT NOT NULL,
      UNIQUE (tenant, id),
      UNIQUE (tenant, name)
    ) STRICT;
    CREATE INDEX portal_records_by_change ON portal_records (change);
    CREATE INDEX portal_records_by_origin ON portal_records (tenant, source, identifier);
    CREATE TABLE portal_removed (change INTEGER PRIMARY KEY, record INTEGER NOT NULL) STRICT;
    CREATE VIRTUAL TABLE portal_texts USING fts5 (
      title, keywords, rest,
      content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3 4'
    );
    CREATE TABLE portal_words (seq INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
    CREATE VIRTUAL TABLE portal_word_parts USING fts5 (word, content = 'portal_words', content_rowid = 'seq', tokenize = 'trigram');
    CREATE TABLE portal_former_urls (
      tenant TEXT NOT NULL,
      url TEXT NOT NULL,
      id TEXT NOT NULL,
      PRIMARY KEY (tenant, url, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX portal_former_urls_of ON portal_former_urls (tenant, id);
    CREATE TABLE portal_revisions (
      tenant TEXT NOT NULL,
      id TEXT NOT NULL,
      version INTEGER NOT NULL,
      at TEXT NOT NULL,
      actor TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (tenant, id, version)
    ) STRICT;
    CREATE TABLE portal_collections (
      tenant TEXT NOT NULL,
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      title TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (tenant, kind, id),
      UNIQUE (tenant, kind, name)
    ) STRICT;`,
};
