import { isJsonObject } from '@allmende/kernel';

type Json = Readonly<Record<string, unknown>>;

const namesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const unionOf = (all: readonly Json[], member: string): readonly string[] =>
  [...new Set(all.flatMap((one) => namesIn(one[member])))].toSorted();

const sumOf = (all: readonly Json[], member: string): number =>
  all.reduce((sum, one) => sum + (typeof one[member] === 'number' ? one[member] : 0), 0);

/** Members of descriptions that are lists of names, and those that count. */
const listMembers = ['typeList', 'attributeList', 'attributeNames', 'attributeTypes', 'typeNames'] as const;
const countMembers = ['entityCount', 'attributeCount'] as const;

const detailsOf = (all: readonly Json[]): Json =>
  all.some((one) => one['attributeDetails'] !== undefined)
    ? {
        attributeDetails: mergeLists(
          all.map((one) => (Array.isArray(one['attributeDetails']) ? one['attributeDetails'] : [])),
        ),
      }
    : {};

/** One description of a type, an attribute, or of all of them, from those of several sources (§5.2.24–§5.2.28). */
export const mergeDescriptions = (all: readonly Json[]): Json => ({
  ...all[0],
  ...Object.fromEntries(
    listMembers
      .filter((member) => all.some((one) => one[member] !== undefined))
      .map((member) => [member, unionOf(all, member)]),
  ),
  ...Object.fromEntries(
    countMembers
      .filter((member) => all.some((one) => one[member] !== undefined))
      .map((member) => [member, sumOf(all, member)]),
  ),
  ...detailsOf(all),
});

/** Descriptions of several sources in one list, one for each id. */
export const mergeLists = (lists: readonly (readonly unknown[])[]): readonly Json[] => {
  const byId = new Map<unknown, readonly Json[]>();
  for (const one of lists.flat().filter(isJsonObject))
    byId.set(one['id'], [...(byId.get(one['id']) ?? []), one]);
  return [...byId.values()].map(mergeDescriptions);
};
