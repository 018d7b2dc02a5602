import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import { DomainError } from '@allmende/kernel';
import { notify } from '../stores/postgres-news.ts';
import { registrationNotFound, registrationProblems } from './problems.ts';
import type { Registration } from './registration.ts';
import type { RegistrationStore } from './registration-store.ts';

const registrationOf = ([body]: readonly unknown[]): Registration => JSON.parse(String(body)) as Registration;

/** Registrations in table registrations; all processes are told which tenant's have changed. */
export const createPostgresRegistrationStore = (database: PostgresDatabase): RegistrationStore => {
  const change = (
    tenant: string,
    work: (connection: PostgresConnection) => Promise<number>,
    onNone: () => DomainError,
  ): Promise<void> =>
    database.write(async (connection) => {
      if ((await work(connection)) === 0) throw onNone();
      // A payload is never empty, which would mean that anything may have changed.
      await notify(connection, 'allmende_registrations', `:${tenant}`);
    });
  return {
    insert: (registration) => {
      const { tenant, id } = registration;
      return change(
        tenant,
        (connection) =>
          connection.run(
            'INSERT INTO registrations (tenant, id, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
            tenant,
            id,
            JSON.stringify(registration),
          ),
        () => new DomainError(registrationProblems.exists, `Registration ${id} already exists.`),
      );
    },
    replace: (registration) => {
      const { tenant, id } = registration;
      return change(
        tenant,
        (connection) =>
          connection.run(
            'UPDATE registrations SET body = $3 WHERE tenant = $1 AND id = $2',
            tenant,
            id,
            JSON.stringify(registration),
          ),
        () => registrationNotFound(id),
      );
    },
    remove: (tenant, id) =>
      change(
        tenant,
        (connection) => connection.run('DELETE FROM registrations WHERE tenant = $1 AND id = $2', tenant, id),
        () => registrationNotFound(id),
      ),
    find: async (tenant, id) => {
      const [row] = await database.read.rows(
        'SELECT body FROM registrations WHERE tenant = $1 AND id = $2',
        tenant,
        id,
      );
      return row === undefined ? undefined : registrationOf(row);
    },
    all: async (tenant) => {
      const rows = await database.read.rows(
        'SELECT body FROM registrations WHERE tenant = $1 ORDER BY seq',
        tenant,
      );
      return rows.map(registrationOf);
    },
  };
};
