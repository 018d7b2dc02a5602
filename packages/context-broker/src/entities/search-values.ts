import { comparableValues } from '../query-language/matches.ts';
import type { Entity } from './entity.ts';
import { nameInDocument } from './sql-entity-row.ts';

/** Texts that are longer are compared outside of the database. */
const maxLength = 200;

/** Whether a text can be kept, and found, as JSON of PostgreSQL (jsonb), which has neither NUL nor lone surrogates. */
export const isKeptText = (text: string): boolean =>
  text.length <= maxLength && text.isWellFormed() && !text.includes('\0');

/** The member of the search values that holds those of an attribute; undefined where they are not kept. */
export const searchName = (attribute: string): string | undefined => {
  const name = nameInDocument(attribute);
  return name.isWellFormed() && !name.includes('\0') ? name : undefined;
};

const isKept = (value: unknown): boolean =>
  typeof value === 'string' ? isKeptText(value) : typeof value === 'number' || typeof value === 'boolean';

/**
 * What queries compare with: for each attribute all values of all its instances, as `matchesQuery` sees them. An
 * attribute without any is there all the same.
 */
export const searchValues = ({ attributes }: Entity): Readonly<Record<string, readonly unknown[]>> => {
  const values = Object.entries(attributes).flatMap(([attribute, instances]) => {
    const name = searchName(attribute);
    return name === undefined || instances.length === 0
      ? []
      : [[name, [...new Set(instances.flatMap(comparableValues).filter(isKept))]] as const];
  });
  return Object.fromEntries(values);
};
