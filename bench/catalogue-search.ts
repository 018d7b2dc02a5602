import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '@allmende/database';
import { createCatalogueStore, portalMigrations } from '@allmende/open-data-portal';
import { aBenchRecord, searches } from './catalogue.ts';

/**
 * `node bench/catalogue-search.ts [--size 100000] [--rounds 30]`
 *
 * How long a search of the portal takes, facets counted, over a catalogue of `size` entries; in the same run the
 * baseline: a look at the text of every entry, as a portal without an index does it. Milliseconds, median and 95th
 * percentile, and how many times longer the baseline takes.
 */
const { values: flags } = parseArgs({
  options: { size: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '30' } },
});
const [size, rounds] = [Number(flags.size), Number(flags.rounds)];
const batch = 500;

const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'));
const database = openDatabase({ folder });
database.migrate(portalMigrations);
const store = createCatalogueStore(database);

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const scan = (words: readonly string[]): unknown =>
  database.read.rows(
    `SELECT count(*) FROM portal_records WHERE ${words.map(() => 'body LIKE ?').join(' AND ')}`,
    ...words.map((word) => `%${word}%`),
  );

try {
  const started = performance.now();
  for (let from = 0; from < size; from += batch) {
    const many = Array.from({ length: Math.min(batch, size - from) }, (_, n) => aBenchRecord(from + n));
    await Promise.all(many.map((record) => store.insert(record, 'bench')));
  }
  print(`${size} entries, ${Math.round((size / (performance.now() - started)) * 1000)} inserted a second`);
  const first = await timed(() => store.search({ tenant: '', limit: 20, offset: 0 }));
  print(`first search of a process: ${Math.round(first)} ms`);
  print('search                         p50 ms   p95 ms   found    scan ms   ratio');
  for (const { name, query } of searches) {
    const taken: number[] = [];
    let found = 0;
    for (let round = 0; round < rounds; round += 1) {
      taken.push(
        await timed(async () => {
          const { count } = await store.search({
            tenant: '',
            states: ['published'],
            limit: 20,
            offset: 0,
            ...query,
          });
          found = count;
        }),
      );
    }
    taken.sort((one, other) => one - other);
    const words = (query.text ?? '').split(' ').filter((word) => word !== '');
    const baseline = words.length === 0 ? undefined : await timed(() => scan(words));
    const middle = percentile(taken, 0.5);
    print(
      [
        name.padEnd(28),
        middle.toFixed(1).padStart(9),
        percentile(taken, 0.95).toFixed(1).padStart(8),
        String(found).padStart(8),
        (baseline?.toFixed(0) ?? '').padStart(10),
        (baseline === undefined ? '' : (baseline / middle).toFixed(1)).padStart(7),
      ].join(' '),
    );
  }
} finally {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
}
