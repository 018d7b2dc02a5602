import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSource } from './open-source.ts';

const million = 1024 * 1024;

describe('a source file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'allmende-source-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const put = (content: Buffer): string => {
    const file = join(folder, 'file');
    writeFileSync(file, content);
    return file;
  };

  it('tells how much of a packed file is unpacked, not what was read ahead', async () => {
    const text = Buffer.from(randomBytes(million).toString('hex'));
    const packed = gzipSync(text);
    const source = await openSource(put(packed));
    const shares: number[] = [];
    let unpackedBytes = 0;
    for await (const block of source.blocks) {
      unpackedBytes += block.length;
      shares.push(source.bytesRead() / source.totalBytes - unpackedBytes / text.length);
      await new Promise(setImmediate);
    }
    expect([unpackedBytes, source.bytesRead()]).toEqual([text.length, packed.length]);
    expect(Math.max(...shares)).toBeLessThan(0.3);
  });

  it('says that a packed file is cut off', async () => {
    const packed = gzipSync(randomBytes(1000));
    const source = await openSource(put(packed.subarray(0, 500)));
    const read = async (): Promise<void> => {
      for await (const block of source.blocks) expect(block.length).toBeGreaterThan(0);
    };
    await expect(read()).rejects.toThrow('cut off');
  });

  it.each([
    ['nothing there', 'there is no such file'],
    ['.', 'it is a folder'],
  ])('says what is wrong with %j', async (name, reason) => {
    await expect(openSource(join(folder, name))).rejects.toThrow(reason);
  });
});
