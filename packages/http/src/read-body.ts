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
export const readBody = async (message: IncomingMessage, limit: number): Promise<string> => {
  const patience = limit * 4;
  const tooLarge = (): DomainError =>
    new DomainError(bodyTooLarge, `The body is larger than ${limit} bytes. Send it in parts.`);
  if (Number(message.headers['content-length'] ?? 0) > patience) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > patience) throw tooLarge();
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw tooLarge();
  return decode(Buffer.concat(chunks));
};
