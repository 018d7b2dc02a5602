import { readFile, stat } from 'node:fs/promises';
import type { OutgoingFetch } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import { portalProblems } from '../problems.ts';

const maxBytes = 200_000_000;
const timeoutMs = 120_000;

const refuse = (detail: string, cause?: unknown): DomainError =>
  new DomainError(portalProblems.exportNotUsable, detail, { cause });

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const bytesOfFile = async (file: string): Promise<Uint8Array> => {
  try {
    const { size } = await stat(file);
    if (size > maxBytes) throw refuse(`${file} is larger than ${String(maxBytes)} bytes.`);
    return await readFile(file);
  } catch (cause) {
    throw cause instanceof DomainError ? cause : refuse(`${file} cannot be read: ${reasonOf(cause)}.`, cause);
  }
};

const bytesOfAddress = async (address: string, fetch: OutgoingFetch): Promise<Uint8Array> => {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
    if (!answer.ok) throw refuse(`${address} answers with ${String(answer.status)}.`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body ?? []) {
      size += chunk.length;
      if (size > maxBytes) throw refuse(`${address} sends more than ${String(maxBytes)} bytes.`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (cause) {
    throw cause instanceof DomainError
      ? cause
      : refuse(`${address} cannot be had: ${reasonOf(cause)}.`, cause);
  }
};

/** The JSON of a file or address; refuses what is too large, no UTF-8 or no JSON (`export-not-usable`). */
export const readExportFile = async (from: string, fetch: OutgoingFetch): Promise<unknown> => {
  const bytes = /^https?:\/\//iu.test(from) ? await bytesOfAddress(from, fetch) : await bytesOfFile(from);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw refuse(`${from} is not JSON in UTF-8: ${reasonOf(cause)}.`, cause);
  }
};
