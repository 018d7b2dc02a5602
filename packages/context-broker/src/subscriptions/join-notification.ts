import { isJsonObject } from '@allmende/kernel';
import type { CompiledContext } from '@allmende/jsonld';
import type { EntityStore } from '../entities/entity-store.ts';
import { LinkedPresenter } from '../linked-entities/present-linked.ts';
import { presentOptions } from './notification.ts';
import type { Subscription } from './subscription.ts';

type Json = Record<string, unknown>;

/** One written instance with the linked entities of its joined form; in simplified form these stand for it. */
const withLinked = (told: unknown, joined: unknown, isSimplified: boolean): unknown => {
  if (isSimplified) return joined ?? told;
  if (Array.isArray(told)) {
    const others = Array.isArray(joined) ? joined : [joined];
    return told.map((one, index) => withLinked(one, others[index], false));
  }
  if (!isJsonObject(told) || !isJsonObject(joined)) return told;
  const { entity, entityList } = joined;
  return {
    ...told,
    ...(entity === undefined ? {} : { entity }),
    ...(entityList === undefined ? {} : { entityList }),
  };
};

/**
 * The entities of a notification with those they link to (§5.2.14, §4.5.23), within the relationships or after the
 * entities that notify; linked entities as they are when it is sent.
 */
export const joinData = async (
  subscription: Subscription,
  data: readonly Json[],
  parts: { readonly entities: EntityStore; readonly context: CompiledContext },
): Promise<readonly Json[]> => {
  const { tenant, document } = subscription;
  const { join, joinLevel = 1, format } = document.notification;
  if (join === undefined || join === '@none') return data;
  const find = (id: string) => parts.entities.find(tenant, id);
  const presenter = new LinkedPresenter(find, { mode: join, level: joinLevel, containedBy: new Set() });
  const options = presentOptions(subscription, parts.context);
  const isSimplified = format === 'keyValues' || format === 'simplified';
  const inOrder: Json[] = [];
  const linked = new Map<unknown, Json>();
  for (const told of data) {
    const entity = await find(String(told['id']));
    if (entity === undefined) {
      inOrder.push(told);
    } else if (join === 'flat') {
      inOrder.push(told);
      const [, ...others] = await presenter.flat([entity], options);
      for (const other of others) linked.set(other['id'], { ...other });
    } else {
      const joined = await presenter.inline(entity, options);
      const members = Object.entries(told).map(([name, value]) => [
        name,
        withLinked(value, joined[name], isSimplified),
      ]);
      inOrder.push(Object.fromEntries(members) as Json);
    }
  }
  for (const { id } of inOrder) linked.delete(id);
  return [...inOrder, ...linked.values()];
};
