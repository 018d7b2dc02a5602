import { createReadStream, type ReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { DomainError } from '@allmende/kernel';
import { importProblems, messageOf } from '../problems.ts';

/** Bytes of one block: large enough to be quick, small enough that some of them are little memory. */
const BLOCK_BYTES = 256 * 1024;

/** A file being read. */
export interface OpenSource {
  /** Size on disk; of the packed file when it is gzipped. */
  readonly totalBytes: number;
  /** Bytes of the file that were made into content up to now; what was only read ahead does not count. */
  bytesRead(): number;
  /** The unpacked content, to be read once; the file is opened by the first read. Rejects with `file-not-readable`, also when a gzipped file is cut off. */
  readonly blocks: AsyncIterable<Buffer>;
}

const notReadable = (file: string, why: string, cause?: unknown): DomainError =>
  new DomainError(importProblems.fileNotReadable, `${file}: ${why}`, { cause });

const isGzip = async (file: string): Promise<boolean> => {
  const handle = await open(file, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
};

const reasonOf = (cause: unknown): string => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EISDIR') return 'it is a folder, not a file.';
  if (code === 'Z_BUF_ERROR') return 'the gzipped file is cut off. Fetch it again.';
  if (code.startsWith('Z_')) return `the gzipped file is damaged (${messageOf(cause)}). Fetch it again.`;
  return `${messageOf(cause)}.`;
};

/** Opens a plain or gzipped file; which of them it is, is told by its first bytes, not by its name. */
export const openSource = async (file: string): Promise<OpenSource> => {
  let bytesRead = (): number => 0;

  async function* blocks(isPacked: boolean): AsyncGenerator<Buffer> {
    try {
      const disk = createReadStream(file, { highWaterMark: BLOCK_BYTES });
      const content = isPacked ? unpacked(disk) : disk;
      bytesRead = () => ('bytesRead' in content ? content.bytesRead : content.bytesWritten);
      for await (const block of content as AsyncIterable<Buffer>) yield block;
    } catch (cause) {
      throw notReadable(file, reasonOf(cause), cause);
    }
  }

  try {
    const { size } = await stat(file);
    const isPacked = await isGzip(file);
    return { totalBytes: size, bytesRead: () => bytesRead(), blocks: blocks(isPacked) };
  } catch (cause) {
    throw notReadable(file, reasonOf(cause), cause);
  }
};

const unpacked = (disk: ReadStream): Gunzip =>
  pipeline(disk, createGunzip({ chunkSize: BLOCK_BYTES }), () => {
    // errors arrive at the reader of the unpacked stream
  });
