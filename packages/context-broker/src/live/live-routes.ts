import { problemJson, type ApiRequest, type Route } from '@allmende/http';
import type { CompiledContext } from '@allmende/jsonld';
import type { BrokerParts } from '../broker.ts';
import type { EntityChange } from '../entities/entity.ts';
import type { ChangeListener } from '../entities/entity-store.ts';
import { presentEntity } from '../entities/present.ts';

const heartbeatMs = 15_000;
const flushMs = 100;
/** Changed entities that wait for one client at most; further ones are told as lost. */
const maxWaiting = 1000;

/** What a client learns of a change: the changed attributes in simplified form, null for a deleted one. */
const messageOf = (change: EntityChange, context: CompiledContext): Record<string, unknown> => {
  const { entityId, after, before, changedAttributes } = change;
  const types = (after ?? before)?.types.map((type) => context.compact(type)) ?? [];
  const type = types.length === 1 ? types[0] : types;
  if (after === undefined) return { id: entityId, type, deletedAt: change.at };
  const shown = presentEntity(after, { context, format: 'keyValues', sysAttrs: false });
  const told = changedAttributes.map((name) => context.compact(name));
  return { id: entityId, type, ...Object.fromEntries(told.map((name) => [name, shown[name] ?? null])) };
};

const isDeletion = (message: Readonly<Record<string, unknown>> = {}): boolean => 'deletedAt' in message;

/** Collects changes between two flushes; changes of one entity become one. */
class ChangeBuffer {
  readonly #waiting = new Map<string, Record<string, unknown>>();
  #lost = 0;

  add(entity: Record<string, unknown>): void {
    const id = String(entity['id']);
    const known = this.#waiting.get(id);
    if (known === undefined && this.#waiting.size >= maxWaiting) this.#lost += 1;
    else this.#waiting.set(id, isDeletion(entity) || isDeletion(known) ? entity : { ...known, ...entity });
  }

  take(): string {
    const events = [...this.#waiting.values()].map(
      (data) => `event: change\ndata: ${JSON.stringify(data)}\n\n`,
    );
    if (this.#lost > 0) events.push(`event: lost\ndata: ${String(this.#lost)}\n\n`);
    this.#waiting.clear();
    this.#lost = 0;
    return events.join('');
  }
}

const streamChanges =
  (parts: BrokerParts, request: ApiRequest, context: CompiledContext) =>
  (send: (chunk: string) => void, signal: AbortSignal): Promise<void> => {
    const tenant = request.query.get('tenant') ?? '';
    const types = request.query
      .get('type')
      ?.split(',')
      .map((type) => context.expand(type.trim()));
    const buffer = new ChangeBuffer();
    const onChange: ChangeListener = (changes) => {
      for (const change of changes) {
        const entity = change.after ?? change.before;
        const isOfType = types === undefined || entity?.types.some((type) => types.includes(type)) === true;
        if (change.tenant === tenant && isOfType) buffer.add(messageOf(change, context));
      }
    };
    const ends = [parts.onChange(onChange), parts.onChangeElsewhere(onChange)];
    send(': connected\n\n');
    const flushing = setInterval(() => {
      const events = buffer.take();
      if (events !== '') send(events);
    }, flushMs);
    const beating = setInterval(() => {
      send(': heartbeat\n\n');
    }, heartbeatMs);
    return new Promise((resolve) => {
      const end = (): void => {
        clearInterval(flushing);
        clearInterval(beating);
        for (const endListening of ends) endListening();
        resolve();
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
  };

/** Committed changes as server-sent events; tenant and context are parameters, as EventSource has no headers. */
export const liveRoutes = (parts: BrokerParts): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/live',
    query: ['type', 'tenant', 'context'],
    errors: problemJson,
    handle: async (request) => {
      const context = await parts.contexts.compile(request.query.get('context') ?? undefined);
      return {
        status: 200,
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
        stream: streamChanges(parts, request, context),
      };
    },
  },
];
