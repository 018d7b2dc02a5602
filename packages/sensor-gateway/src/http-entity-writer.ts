import { DomainError, type Finding, isJsonObject } from '@allmende/kernel';
import { type Current, currentOf, divide } from './current-state.ts';
import type { EntityWriter, RefusedEntity } from './entity-writer.ts';
import { attributeNames, type NgsiLdEntity } from './ngsi-ld-entity.ts';
import { importProblems, messageOf } from './problems.ts';

export interface HttpEntityWriterOptions {
  /** Address of the broker, without /ngsi-ld/v1. */
  readonly baseUrl: string;
  readonly tenant?: string;
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
  /** For one request; 60 seconds unless told. */
  readonly timeoutMs?: number;
}

interface BrokerAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Send = (method: 'GET' | 'POST', path: string, content?: unknown) => Promise<BrokerAnswer>;

const TIMEOUT_MS = 60_000;
/** Addresses stay well below the 8 KiB that servers commonly accept. */
const IDS_PER_QUERY = 40;
/** Size of one request; brokers commonly accept 10 MiB, and some only 1 MiB. */
const BODY_BYTES = 900_000;

const failure = (detail: string, cause?: unknown): DomainError =>
  new DomainError(importProblems.writerFailed, detail, { cause });

const parsed = (text: string): unknown => {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
};

const sender = (options: HttpEntityWriterOptions): Send => {
  const { baseUrl, tenant, fetch: send = fetch, signal, timeoutMs = TIMEOUT_MS } = options;
  const base = `${baseUrl.replace(/\/+$/, '')}/ngsi-ld/v1`;
  return async (method, path, content) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await send(`${base}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(content === undefined ? {} : { 'content-type': 'application/json' }),
          ...(tenant === undefined ? {} : { 'NGSILD-Tenant': tenant }),
        },
        ...(content === undefined ? {} : { body: JSON.stringify(content) }),
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      return { status: answer.status, body: parsed(await answer.text()) };
    } catch (cause) {
      throw failure(`${method} ${base}${path.split('?')[0] ?? ''}: ${messageOf(cause)}.`, cause);
    }
  };
};

const textOf = (problem: unknown): string => {
  if (!isJsonObject(problem)) return '';
  return [problem['title'], problem['detail']].filter((part) => typeof part === 'string').join(' ');
};

const unexpected = (operation: string, { status, body }: BrokerAnswer): DomainError =>
  failure(`The broker answered ${status} to ${operation}. ${textOf(body)}`.trim());

/** Client errors are about the entity; anything else is about the broker. */
const isRefusal = (status: number): boolean => [400, 403, 404, 409, 413, 422].includes(status);

const refusal = (entityId: string, problem: unknown): RefusedEntity => {
  const findings: Finding[] = [];
  const errors: unknown = isJsonObject(problem) ? problem['errors'] : undefined;
  for (const error of Array.isArray(errors) ? (errors as readonly unknown[]) : []) {
    if (isJsonObject(error))
      findings.push({ pointer: String(error['pointer']), detail: String(error['detail']) });
  }
  return {
    entityId,
    findings:
      findings.length > 0 ? findings : [{ pointer: '', detail: textOf(problem) || 'no reason given' }],
  };
};

/** The errors of a 207 answer, one per entity. */
const refusals = (body: unknown): readonly RefusedEntity[] => {
  const errors: unknown = isJsonObject(body) ? body['errors'] : undefined;
  return (Array.isArray(errors) ? (errors as readonly unknown[]) : []).flatMap((error) =>
    isJsonObject(error) && typeof error['entityId'] === 'string'
      ? [refusal(error['entityId'], error['error'])]
      : [],
  );
};

const hasAttributes = (entity: NgsiLdEntity): boolean => attributeNames(entity).length > 0;

const chunks = <Item>(
  items: readonly Item[],
  size: (item: Item) => number,
  limit: number,
): readonly Item[][] => {
  const result: Item[][] = [];
  let filled = Infinity;
  for (const item of items) {
    const own = size(item);
    if (filled + own > limit) {
      result.push([]);
      filled = 0;
    }
    filled += own;
    result.at(-1)?.push(item);
  }
  return result;
};

const readCurrent = async (send: Send, ids: readonly string[]): Promise<ReadonlyMap<string, Current>> => {
  const found = new Map<string, Current>();
  for (const part of chunks(ids, () => 1, IDS_PER_QUERY)) {
    const query = new URLSearchParams({
      id: part.join(','),
      limit: String(part.length),
      // Ids alone do not narrow a query enough (CIM 009 §5.7.2.4).
      local: 'true',
    });
    const answer = await send('GET', `/entities?${query.toString()}`);
    // a broker says 404 for a tenant that nothing was written for
    if (answer.status === 404) continue;
    if (answer.status !== 200 || !Array.isArray(answer.body)) throw unexpected('a query', answer);
    for (const entity of answer.body as readonly unknown[]) {
      if (isJsonObject(entity)) found.set(String(entity['id']), currentOf(entity));
    }
  }
  return found;
};

const upsert = async (send: Send, entities: readonly NgsiLdEntity[]): Promise<readonly RefusedEntity[]> => {
  const refused: RefusedEntity[] = [];
  for (const part of chunks(entities, (entity) => JSON.stringify(entity).length, BODY_BYTES)) {
    const answer = await send('POST', '/entityOperations/upsert?options=update', part);
    if (answer.status === 207) refused.push(...refusals(answer.body));
    else if (isRefusal(answer.status)) refused.push(...part.map(({ id }) => refusal(id, answer.body)));
    else if (![200, 201, 204].includes(answer.status)) throw unexpected('an upsert', answer);
  }
  return refused;
};

const addPast = async (send: Send, entity: NgsiLdEntity): Promise<readonly RefusedEntity[]> => {
  const answer = await send('POST', '/temporal/entities', entity);
  if (isRefusal(answer.status)) return [refusal(entity.id, answer.body)];
  if (![200, 201, 204].includes(answer.status)) throw unexpected('history', answer);
  return [];
};

/**
 * Writes to a running broker over NGSI-LD: asks what is current, upserts what is newer, and adds the rest to
 * history. An entity that the upsert refuses gets no history either.
 */
export const createHttpEntityWriter = (options: HttpEntityWriterOptions): EntityWriter => {
  const send = sender(options);
  return {
    write: async (entities) => {
      const stored = await readCurrent(
        send,
        entities.map(({ id }) => id),
      );
      const divisions = entities.map((entity) => divide(entity, stored.get(entity.id) ?? new Map()));
      const refused = [
        ...(await upsert(send, divisions.map(({ current }) => current).filter(hasAttributes))),
      ];
      const out = new Set(refused.map(({ entityId }) => entityId));
      for (const { past } of divisions) {
        if (hasAttributes(past) && !out.has(past.id)) refused.push(...(await addPast(send, past)));
      }
      return refused;
    },
  };
};
