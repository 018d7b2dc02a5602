export type { Connection, Database, DatabaseOptions, Migration } from './database.ts';
export { openDatabase, openReader } from './sqlite-database.ts';
export { copyDatabase, restoreDatabase, type CopyOptions } from './copy-database.ts';
export type { ConnectionFigures, PostgresConnection, PostgresDatabase } from './postgres.ts';
export { openPostgres, type PostgresOptions } from './postgres-database.ts';
export { preparePostgres } from './postgres-check.ts';
export { leaseColumns, PostgresLeases } from './postgres-leases.ts';
export { openReadingDatabase, readTogether } from './reading-database.ts';
