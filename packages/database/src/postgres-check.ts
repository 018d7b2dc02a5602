import { DomainError } from '@allmende/kernel';
import { databaseNotUsable, databaseUnreachable } from './problems.ts';
import { codeOf } from './postgres-failures.ts';
import type { PostgresDatabase } from './postgres.ts';

/** What the server says when it lets nobody in, and what to do about it. */
const refusals: ReadonlyMap<string, string> = new Map([
  ['28P01', 'the server refuses user and password'],
  ['28000', 'the server does not let this user in from here (pg_hba.conf)'],
  ['3D000', 'there is no such database on the server; make it with CREATE DATABASE'],
  ['42501', 'the user may not do this; make it the owner of the database'],
]);

const uncreatedPostgis =
  'PostGIS is installed, but not in this database; let a superuser run CREATE EXTENSION postgis in it';

const missingPostgis =
  'the server has no PostGIS; install it (on Debian postgresql-15-postgis-3) and let a superuser run CREATE EXTENSION postgis in the database';

/** What a failure means; undefined for one that is not about the database as such. */
const reasonOf = (cause: unknown): string | undefined => {
  for (let one = cause; one instanceof Error; one = one.cause) {
    if (/extension "postgis"/u.test(one.message))
      return codeOf(one) === '42501' ? uncreatedPostgis : missingPostgis;
    const reason = refusals.get(codeOf(one));
    if (reason !== undefined) return `${reason} (${one.message})`;
  }
  return undefined;
};

const unusable = (name: string, reason: string, cause?: unknown): DomainError =>
  new DomainError(databaseNotUsable, `${name}: ${reason}.`, { cause });

/** What is wrong with a database that answers; undefined if nothing. */
const flawOf = async ({ read }: PostgresDatabase): Promise<string | undefined> => {
  const [[encoding, isStandby, hasPostgis, isInstallable] = []] = await read.rows(
    `SELECT current_setting('server_encoding'), pg_is_in_recovery(),
       EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'postgis'),
       EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'postgis')`,
  );
  if (encoding !== 'UTF8') return `its encoding is ${String(encoding)}; make it with ENCODING 'UTF8'`;
  if (isStandby === true) return 'it is a standby, which takes no writes; name the primary';
  if (hasPostgis !== true && isInstallable !== true) return missingPostgis;
  return undefined;
};

/** A failure as an operator is told of it. */
const explainedOf = (name: string, cause: unknown): unknown => {
  if (cause instanceof DomainError && cause.problem === databaseUnreachable) {
    const reason = cause.cause instanceof Error ? cause.cause.message : cause.message;
    return new DomainError(databaseUnreachable, `${name}: ${reason}.`, { cause });
  }
  const reason = reasonOf(cause);
  return reason === undefined ? cause : unusable(name, reason, cause);
};

/**
 * Runs what a server does with a database before it serves. Refuses (`database-not-usable`) with what an operator has to
 * do where the database lets nobody in, or is not fit; `name` is what the operator calls it, without password.
 */
export const preparePostgres = async (
  database: PostgresDatabase,
  name: string,
  prepare: () => Promise<void>,
): Promise<void> => {
  try {
    const flaw = await flawOf(database);
    if (flaw !== undefined) throw unusable(name, flaw);
    await prepare();
  } catch (cause) {
    throw explainedOf(name, cause);
  }
};
