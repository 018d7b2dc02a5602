export type { Connection, Database, DatabaseOptions, Migration } from './database.ts';
export { openDatabase } from './sqlite-database.ts';
