import { getEntities } from '../../api/client.ts';
import type { Entity } from '../../api/entity.ts';
import type { BrowseQuery } from './api-call.ts';

const chunk = 1000;

/** All entities that meet the query, tells after each chunk how many there are. */
export const getAllMatches = async (
  query: BrowseQuery,
  onProgress: (done: number) => void,
): Promise<readonly Entity[]> => {
  const all: Entity[] = [];
  for (;;) {
    const page = await getEntities({ ...query, limit: chunk, offset: all.length });
    all.push(...page);
    onProgress(all.length);
    if (page.length < chunk) return all;
  }
};

/** Hands a value to the browser as a JSON file. */
export const saveJson = (name: string, value: unknown): void => {
  const address = URL.createObjectURL(
    new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replaceAll(/[^\w.-]+/gu, '-');
  link.click();
  URL.revokeObjectURL(address);
};
