import type { IncomingMessage } from 'node:http';
import { DomainError } from '@allmende/kernel';
import { bodyTooLarge, invalidEncoding } from './problems.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

const decode = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new DomainError(invalidEncoding, 'The body is not valid UTF-8.', { cause });
  }
};

/**
 * The whole body as text; at most `limit` bytes. A larger body is read on and thrown away for a while, so
 * that the client finishes sending and sees the answer instead of a broken connection.
 */
export const readBody = (message: IncomingMessage, limit: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const patience = limit * 4;
    const tooLarge = (): DomainError =>
      new DomainError(bodyTooLarge, `The body is larger than ${limit} bytes. Send it in parts.`);
    if (Number(message.headers['content-length'] ?? 0) > patience) {
      reject(tooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else if (size > patience) {
        message.pause();
        reject(tooLarge());
      }
    });
    message.once('error', reject);
    message.once('end', () => {
      try {
        if (size > limit) throw tooLarge();
        const [only] = chunks;
        resolve(decode(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)));
      } catch (cause) {
        reject(cause as Error);
      }
    });
  });
