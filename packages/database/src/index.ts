export type { Connection, Database, DatabaseOptions, Migration } from './database.ts';
export { openDatabase } from './sqlite-database.ts';
export { copyDatabase, restoreDatabase, type CopyOptions } from './copy-database.ts';
