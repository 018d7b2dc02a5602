/** How far a file has been imported. */
export interface JournalEntry {
  /** For people who open the journal. */
  readonly file: string;
  readonly mapping: string;
  /** Everything up to this record is durable or refused for good. */
  readonly records: number;
  readonly stored: number;
  readonly passedOver: number;
  readonly refused: number;
  readonly isFinished: boolean;
}

/** Port: remembers how far files were imported, so that an interrupted import goes on where it stopped. */
export interface ImportJournal {
  /** The entry of a file with this mapping and destination; nothing when it was never imported. */
  find(key: string): Promise<JournalEntry | undefined>;
  /** Resolves when the entry survives a power cut. */
  record(key: string, entry: JournalEntry): Promise<void>;
}
