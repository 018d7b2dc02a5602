import type { EntityTemplate } from '../mapping/mapping.ts';

/** The id under which a record is stored; nothing when the record is to be refused as a repetition. */
export type RepeatedIds = (id: string) => string | undefined;

const numbered = (): RepeatedIds => {
  const counts = new Map<string, number>();
  return (id) => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  };
};

const once = (): RepeatedIds => {
  const seen = new Set<string>();
  return (id) => (seen.has(id) ? undefined : (seen.add(id), id));
};

/** What a file's second record with the same id becomes; all but `join` remember the ids of the file. */
export const repeatedIds = (repeats: EntityTemplate['repeats'] = 'join'): RepeatedIds => {
  switch (repeats) {
    case 'join':
      return (id) => id;
    case 'number':
      return numbered();
    case 'refuse':
      return once();
  }
};
