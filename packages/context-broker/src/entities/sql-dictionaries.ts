import type { Connection, Database } from '@allmende/database';
import { createEntityShapes, type EntityShapes } from './sql-entity-shapes.ts';
import { createTypeNames, type TypeNames } from './sql-type-names.ts';
import { createSeriesDictionary, type SeriesDictionary } from '../temporal/sql-series-dictionary.ts';

/** The numbers by which rows name what many of them have in common; one of these for all stores of a database. */
export interface Dictionaries {
  readonly shapes: EntityShapes;
  readonly types: TypeNames;
  readonly series: SeriesDictionary;
  /** Runs a write; after a failed one, which may have taken new numbers with it, they are looked up again. */
  write<Value>(work: (connection: Connection) => Value): Promise<Value>;
}

export const createDictionaries = (database: Database): Dictionaries => {
  const shapes = createEntityShapes();
  const types = createTypeNames();
  const series = createSeriesDictionary(database.read);
  const forget = (): void => {
    for (const dictionary of [shapes, types, series]) dictionary.forget();
  };
  return {
    shapes,
    types,
    series,
    write: async (work) => {
      try {
        return await database.writeChecked((connection) => {
          try {
            return work(connection);
          } catch (cause) {
            // At once, as the next write of this turn would use numbers that the rollback takes away.
            forget();
            throw cause;
          }
        });
      } catch (cause) {
        forget();
        throw cause;
      }
    },
  };
};
