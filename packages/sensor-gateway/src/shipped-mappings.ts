import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DomainError } from '@allmende/kernel';
import type { Mapping } from './mapping/mapping.ts';
import { readMapping } from './mapping/read-mapping.ts';
import { importProblems } from './problems.ts';

/** A mapping that comes with Allmende. */
export interface ShippedMapping {
  readonly name: string;
  readonly title: string;
}

const folder = join(import.meta.dirname, '..', 'mappings');

const load = async (name: string): Promise<Mapping> => {
  const json: unknown = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
  return readMapping(json);
};

const names = async (): Promise<readonly string[]> =>
  (await readdir(folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .toSorted();

/** The mappings that come with Allmende, by name. */
export const listMappings = async (): Promise<readonly ShippedMapping[]> =>
  Promise.all(
    (await names()).map(async (name) => {
      const { title = name } = await load(name);
      return { name, title };
    }),
  );

/** Loads a mapping that comes with Allmende; rejects with `mapping-not-found`, naming those that exist. */
export const loadShippedMapping = async (name: string): Promise<Mapping> => {
  const known = await names();
  if (known.includes(name)) return load(name);
  throw new DomainError(
    importProblems.mappingNotFound,
    `There is no mapping ${name}. These come with Allmende: ${known.join(', ')}.`,
  );
};
