import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import type { Clock, Logger } from '@allmende/kernel';
import { noUpkeep, type HistoryKeeper, type Upkeep } from './history-keeper.ts';
import { cutsBy, longestKeptMs, type Cut, type HistoryPolicy } from './history-policy.ts';
import {
  compressChunk,
  dropChunk,
  isEmptyChunk,
  isHypertable,
  mayDecompress,
  readChunks,
  uncompressedChunks,
} from './postgres-history-chunks.ts';
import {
  crowdedMonths,
  dropMonth,
  isEmptyMonth,
  makeMonth,
  monthOf,
  readMonths,
  waitBriefly,
  type CrowdedMonth,
  type Month,
} from './postgres-history-partitions.ts';
import {
  firstKey,
  packSome,
  truncateIfEmpty,
  type Packed,
  type PackSource,
  type RowKey,
} from './postgres-history-packing.ts';
import {
  forgetGone,
  removePacks,
  removeRows,
  shortenPacks,
  type Slice,
} from './postgres-history-retention.ts';

/** Number of the advisory lock under which each step runs. */
const upkeepLock = 4_711_020;

const [dayMs, monthsAhead] = [86_400_000, 2];

/** Rounds do not come at the same time every day. */
const almostDayMs = dayMs - 1_800_000;

/** Longer ago than this is the beginning of all slices; no time of ISO 8601 comes before. */
const beginningMs = -8_640_000_000_000_000;

export interface KeeperParts {
  readonly database: PostgresDatabase;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A month of which so many rows came before its time gets partitions of its own; 10,000 unless told. */
  readonly crowdedAt?: number;
  /** Most rows that are moved at once, while others wait; 200,000 unless told. */
  readonly mostMoved?: number;
}

/** Thrown to end a round whose work another process does. */
class Busy extends Error {}

const isLockTimeout = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === '55P03';

type Step = <Value>(work: (connection: PostgresConnection) => Promise<Value>) => Promise<Value>;

/** One step of a round: a transaction that no other process makes the like of meanwhile. */
const stepOver =
  ({ database }: KeeperParts, signal: AbortSignal): Step =>
  (work) => {
    signal.throwIfAborted();
    return database.write(async (connection) => {
      const [row] = await connection.rows('SELECT pg_try_advisory_xact_lock($1)', upkeepLock);
      if (row?.[0] !== true) throw new Busy();
      return work(connection);
    });
  };

/** Repeats a step until it finds nothing to do; answers the sum. */
const exhausted = async (step: () => Promise<number>): Promise<number> => {
  for (let sum = 0; ;) {
    const done = await step();
    if (done === 0) return sum;
    sum += done;
  }
};

/** How the history lies in tables of stretches of time. */
interface Layout {
  readonly read: (connection: PostgresConnection) => Promise<readonly Month[]>;
  readonly drop: (connection: PostgresConnection, month: Month) => Promise<void>;
  readonly isEmpty: (connection: PostgresConnection, month: Month) => Promise<boolean>;
  /** What a transaction that deletes begins with. */
  readonly beforeDeleting: string;
  readonly makeAhead: (round: Round) => Promise<void>;
  readonly compress: (round: Round, beforeMs: number) => Promise<Upkeep>;
}

interface Round {
  readonly layout: Layout;
  readonly parts: KeeperParts;
  readonly policy: HistoryPolicy;
  readonly nowMs: number;
  readonly step: Step;
}

/** A step that needs a lock for a moment; when that is not to be had, the next round tries again. */
const briefly = async (
  { parts, step }: Round,
  work: (connection: PostgresConnection) => Promise<boolean>,
): Promise<boolean> => {
  try {
    return await step(work);
  } catch (cause) {
    if (!isLockTimeout(cause)) throw cause;
    parts.logger.warn('the history was too busy for its upkeep; it is tried again', { cause });
    return false;
  }
};

/** Whether a month has tables; another process may have made or dropped them since they were looked for. */
const isThere = async (
  connection: PostgresConnection,
  { name }: Month,
  read: Layout['read'],
): Promise<boolean> => (await read(connection)).some((month) => month.name === name);

/** Packs rows of a table, step by step; answers how many. */
const packAll = async (
  { step }: Round,
  source: PackSource,
  isStill: (connection: PostgresConnection) => Promise<boolean>,
): Promise<number> => {
  let size = 0;
  let next: RowKey | undefined = firstKey;
  while (next !== undefined) {
    const after: RowKey = next;
    const packed: Packed = await step(async (connection) =>
      (await isStill(connection)) ? packSome(connection, source, after) : { size: 0, last: undefined },
    );
    size += packed.size;
    next = packed.last;
  }
  return size;
};

const makeUnlessThere = (round: Round, month: Month): Promise<boolean> =>
  briefly(round, async (connection) => {
    const isNew = !(await isThere(connection, month, readMonths));
    if (isNew) await makeMonth(connection, month);
    return isNew;
  });

/** A month that came with so many rows that others would wait for long is packed first, if it is old enough. */
const isMovable = async (round: Round, month: CrowdedMonth): Promise<boolean> => {
  const { parts, policy, nowMs } = round;
  if (month.size <= (parts.mostMoved ?? 200_000)) return true;
  const { name, size, fromMs, toMs } = month;
  if (policy.compressAfterMs === undefined || toMs > nowMs - policy.compressAfterMs) {
    parts.logger.warn('a month has too many rows for tables of its own now', { month: name, size });
    return false;
  }
  await packAll(round, { table: 'history_default', fromMs, toMs }, () => Promise.resolve(true));
  await parts.database.read.run('VACUUM history_default');
  return true;
};

const makeMonths = async (round: Round): Promise<void> => {
  const { parts, nowMs } = round;
  const atLeast = parts.crowdedAt ?? 10_000;
  const known = new Set((await readMonths(parts.database.read)).map(({ name }) => name));
  for (let later = 0; later <= monthsAhead; later += 1) {
    const month = monthOf(nowMs, later);
    if (!known.has(month.name)) await makeUnlessThere(round, month);
  }
  for (const month of await crowdedMonths(parts.database.read, { nowMs, atLeast })) {
    if (!known.has(month.name) && (await isMovable(round, month))) await makeUnlessThere(round, month);
  }
};

/** Does what is due once a day, whichever process has its turn; `none` when it is not due. */
const daily = async <Value>(
  { parts, step, nowMs }: Round,
  task: string,
  { none, work }: { readonly none: Value; readonly work: () => Promise<Value> },
): Promise<Value> => {
  const [last] = await parts.database.read.rows('SELECT done_at FROM history_upkeep WHERE task = $1', task);
  if (last !== undefined && Number(last[0]) > nowMs - almostDayMs) return none;
  const done = await work();
  await step((connection) =>
    connection.run(
      `INSERT INTO history_upkeep (task, done_at) VALUES ($1, $2)
       ON CONFLICT (task) DO UPDATE SET done_at = excluded.done_at`,
      task,
      nowMs,
    ),
  );
  return done;
};

/** Days of the months that have anything of before, and all that lies before them. */
const slicesOf = (cut: Cut, months: readonly Month[], nowMs: number): readonly Slice[] => {
  const end = nowMs - cut.keepMs;
  const first = months.find(({ fromMs }) => fromMs < end)?.fromMs ?? end;
  const days = months
    .filter(({ fromMs }) => fromMs < end)
    .flatMap(({ fromMs, toMs }) =>
      Array.from({ length: Math.ceil((Math.min(toMs, end) - fromMs) / dayMs) }, (_, day) => ({
        cut,
        fromMs: fromMs + day * dayMs,
        toMs: Math.min(fromMs + (day + 1) * dayMs, end),
      })),
    );
  // What lies in no month is in the default partition.
  const gaps = [{ cut, fromMs: beginningMs, toMs: first }];
  months.forEach(({ toMs }, index) => {
    const next = Math.min(months[index + 1]?.fromMs ?? end, end);
    if (toMs < next) gaps.push({ cut, fromMs: toMs, toMs: next });
  });
  return [...gaps, ...days].filter(({ fromMs, toMs }) => fromMs < toMs);
};

const dropOver = async (round: Round): Promise<readonly string[]> => {
  const { policy, nowMs, parts, layout } = round;
  const longest = longestKeptMs(policy.retention);
  const shortest = Math.min(...policy.retention.map(({ keepMs }) => keepMs));
  const dropped: string[] = [];
  for (const month of await layout.read(parts.database.read)) {
    const isOver = longest !== undefined && month.toMs <= nowMs - longest;
    if (!isOver && month.toMs > nowMs - shortest) continue;
    const isDropped = await briefly(round, async (connection) => {
      if (!(await isThere(connection, month, layout.read))) return false;
      if (!isOver && !(await layout.isEmpty(connection, month))) return false;
      await layout.drop(connection, month);
      return true;
    });
    if (isDropped) dropped.push(month.name);
  }
  return dropped;
};

const removeOver = async ({ policy, nowMs, parts, step, layout }: Round): Promise<number> => {
  const months = await layout.read(parts.database.read);
  const remove = (work: (connection: PostgresConnection) => Promise<number>): Promise<number> =>
    step(async (connection) => {
      await connection.run(layout.beforeDeleting);
      return work(connection);
    });
  let removed = 0;
  for (const cut of cutsBy(policy.retention)) {
    const end = nowMs - cut.keepMs;
    for (const slice of slicesOf(cut, months, nowMs))
      removed += await remove((connection) => removeRows(connection, slice));
    // What lies in no month comes last.
    for (const { fromMs, toMs } of [...months, { fromMs: beginningMs, toMs: end }]) {
      if (fromMs >= end) continue;
      const slice = { cut, fromMs, toMs: Math.min(toMs, end) };
      removed += await step((connection) => removePacks(connection, slice));
      removed += await exhausted(() => step((connection) => shortenPacks(connection, slice)));
    }
  }
  return removed;
};

const forgetAllGone = async ({ step }: Round): Promise<void> => {
  let last: readonly [string, string] | undefined = ['', ''];
  while (last !== undefined) {
    const after: readonly [string, string] = last;
    last = await step((connection) => forgetGone(connection, after));
  }
};

/** Gives the room of packed rows back. */
const reclaim = async (round: Round, month: Month): Promise<void> => {
  await round.parts.database.read.run(`VACUUM history_${month.name}`);
  await briefly(round, async (connection) => {
    const isStill = await isThere(connection, month, readMonths);
    if (isStill) await truncateIfEmpty(connection, month);
    return isStill;
  });
};

/** Packs the rows of months that ended before a time. */
const packOld = async (round: Round, beforeMs: number): Promise<Upkeep> => {
  const { parts } = round;
  const months = (await readMonths(parts.database.read)).filter(({ toMs }) => toMs <= beforeMs);
  let packedRows = 0;
  const compressedMonths: string[] = [];
  for (const month of months) {
    const source = { table: `history_${month.name}`, fromMs: month.fromMs, toMs: month.toMs };
    const packed = await packAll(round, source, (connection) => isThere(connection, month, readMonths));
    if (packed === 0) continue;
    packedRows += packed;
    compressedMonths.push(month.name);
    if (await isThere(parts.database.read, month, readMonths)) await reclaim(round, month);
  }
  return { ...noUpkeep, packedRows, compressedMonths };
};

const compressOld = async ({ parts, step }: Round, beforeMs: number): Promise<Upkeep> => {
  const compressedMonths = await uncompressedChunks(parts.database.read, beforeMs);
  let packedRows = 0;
  for (const name of compressedMonths)
    packedRows += await step((connection) => compressChunk(connection, name));
  return { ...noUpkeep, packedRows, compressedMonths };
};

const tablesOfMonths: Layout = {
  read: readMonths,
  drop: dropMonth,
  isEmpty: isEmptyMonth,
  beforeDeleting: waitBriefly,
  makeAhead: makeMonths,
  compress: packOld,
};

const chunksOfHypertable: Layout = {
  read: readChunks,
  drop: dropChunk,
  isEmpty: isEmptyChunk,
  beforeDeleting: mayDecompress,
  makeAhead: () => Promise.resolve(),
  compress: compressOld,
};

const retain = async (round: Round): Promise<Upkeep> => {
  const over = await dropOver(round);
  const removedRows = await removeOver(round);
  const droppedMonths = [...over, ...(await dropOver(round))];
  await forgetAllGone(round);
  return { ...noUpkeep, droppedMonths, removedRows };
};

const keep = async (round: Round): Promise<Upkeep> => {
  const { layout, nowMs } = round;
  const { retention, compressAfterMs } = round.policy;
  await layout.makeAhead(round);
  const retained =
    retention.length === 0
      ? noUpkeep
      : await daily(round, 'retention', { none: noUpkeep, work: () => retain(round) });
  const packed =
    compressAfterMs === undefined
      ? noUpkeep
      : await daily(round, 'compression', {
          none: noUpkeep,
          work: () => layout.compress(round, nowMs - compressAfterMs),
        });
  const { packedRows, compressedMonths } = packed;
  return { ...retained, packedRows, compressedMonths };
};

/** Upkeep of the tables of migration postgres-0002-history. */
export const createPostgresHistoryKeeper = (parts: KeeperParts): HistoryKeeper => ({
  keep: async (policy, signal) => {
    try {
      const layout = (await isHypertable(parts.database.read)) ? chunksOfHypertable : tablesOfMonths;
      return await keep({ layout, parts, policy, nowMs: parts.clock.now(), step: stepOver(parts, signal) });
    } catch (cause) {
      if (cause instanceof Busy) return noUpkeep;
      throw cause;
    }
  },
});
