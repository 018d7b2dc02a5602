import type { IncomingMessage } from 'node:http';
import { DomainError } from '@allmende/kernel';
import { bodyIncomplete, bodyTooLarge, invalidEncoding } from './problems.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

const decode = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new DomainError(invalidEncoding, 'The body is not valid UTF-8.', { cause });
  }
};

const incomplete = (cause?: Error): DomainError =>
  new DomainError(bodyIncomplete, 'The client went away before it had sent the whole body.', { cause });

/** Gathers what a client sends, up to a limit; what is beyond is thrown away. */
class Gathering {
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size <= this.#limit) this.#chunks.push(chunk);
    else this.#chunks.length = 0;
  }

  text(): string {
    const [only] = this.#chunks;
    return decode(only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks));
  }
}

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
    if (message.destroyed) {
      reject(incomplete());
      return;
    }
    const gathering = new Gathering(limit);
    message.on('data', (chunk: Buffer) => {
      gathering.add(chunk);
      if (gathering.size <= patience) return;
      message.pause();
      reject(tooLarge());
    });
    message.once('error', (cause) => {
      reject(incomplete(cause));
    });
    message.once('end', () => {
      try {
        if (gathering.size > limit) throw tooLarge();
        resolve(gathering.text());
      } catch (cause) {
        reject(cause as Error);
      }
    });
  });
