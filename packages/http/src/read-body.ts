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

/** The whole body as text; at most `limit` bytes. */
export const readBody = async (message: IncomingMessage, limit: number): Promise<string> => {
  const tooLarge = (): DomainError =>
    new DomainError(bodyTooLarge, `The body is larger than ${limit} bytes. Send it in parts.`);
  if (Number(message.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks));
};
