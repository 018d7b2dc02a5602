import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { Mapping } from '../mapping/mapping.ts';

/** Bytes at either end that tell files of the same size apart. */
const END_BYTES = 64 * 1024;

/** What a file is, whatever its name: its size, first and last bytes, the mapping's text, and where it goes. */
export const importKey = async (file: string, mapping: Mapping, destination: string): Promise<string> => {
  const hash = createHash('sha256').update(JSON.stringify([mapping, destination]));
  const { size } = await stat(file);
  const handle = await open(file, 'r');
  try {
    for (const position of [0, Math.max(0, size - END_BYTES)]) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(END_BYTES), 0, END_BYTES, position);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
  return `${hash.update(String(size)).digest('hex').slice(0, 40)}`;
};
