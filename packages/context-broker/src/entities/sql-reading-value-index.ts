import type { Connection } from '@allmende/database';
import type { ReaderNews } from '../reader/reader-news.ts';
import type { ValueIndex } from './sql-value-index.ts';
import { pksInRange } from './sql-value-range.ts';

const nothing = Promise.resolve();

/**
 * The value index of a process that only reads: it looks up what the writing process has learned, and tells that one
 * what was missed and used. Its answers hold for the state that the statements around them see (`readTogether`).
 */
export const createReadingValueIndex = (
  connection: Connection,
  tell: (news: ReaderNews) => void,
): ValueIndex => ({
  candidates: (tenant, range, limit) => {
    const { name } = range;
    const [learned] = connection.rows(
      'SELECT key FROM learned_attributes WHERE tenant = ? AND name = ? AND is_ready = 1',
      tenant,
      name,
    );
    if (learned === undefined) return undefined;
    tell({ kind: 'used', tenant, name });
    return pksInRange(connection, Number(learned[0]), { range, limit });
  },
  // Who waits here would have to ask again and again; a scan aside is as good.
  learning: () => nothing,
  missed: (tenant, name, tookMs) => {
    tell({ kind: 'missed', tenant, name, tookMs });
  },
  used: () => undefined,
  update: () => undefined,
  settled: () => nothing,
});
