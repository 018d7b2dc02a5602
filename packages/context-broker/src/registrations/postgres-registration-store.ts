import type { PostgresConnection, PostgresDatabase } from '@allmende/database';
import { DomainError } from '@allmende/kernel';
import { notify } from '../stores/postgres-news.ts';
import { registrationNotFound, registrationProblems } from './problems.ts';
import type { Registration } from './registration.ts';
import type { RegistrationChange, RegistrationHooks, RegistrationStore } from './registration-store.ts';

const registrationOf = ([body]: readonly unknown[]): Registration => JSON.parse(String(body)) as Registration;

const insert = async (
  connection: PostgresConnection,
  registration: Registration,
): Promise<RegistrationChange> => {
  const { tenant, id } = registration;
  const made = await connection.run(
    'INSERT INTO registrations (tenant, id, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    tenant,
    id,
    JSON.stringify(registration),
  );
  if (made === 0) throw new DomainError(registrationProblems.exists, `Registration ${id} already exists.`);
  return { after: registration };
};

/** The registration, locked until the end of the transaction. */
const lock = async (connection: PostgresConnection, tenant: string, id: string): Promise<Registration> => {
  const [row] = await connection.rows(
    'SELECT body FROM registrations WHERE tenant = $1 AND id = $2 FOR UPDATE',
    tenant,
    id,
  );
  if (row === undefined) throw registrationNotFound(id);
  return registrationOf(row);
};

const replace = async (
  connection: PostgresConnection,
  registration: Registration,
): Promise<RegistrationChange> => {
  const { tenant, id } = registration;
  const before = await lock(connection, tenant, id);
  await connection.run(
    'UPDATE registrations SET body = $3 WHERE tenant = $1 AND id = $2',
    tenant,
    id,
    JSON.stringify(registration),
  );
  return { before, after: registration };
};

const remove = async (
  connection: PostgresConnection,
  tenant: string,
  id: string,
): Promise<RegistrationChange> => {
  const before = await lock(connection, tenant, id);
  await connection.run('DELETE FROM registrations WHERE tenant = $1 AND id = $2', tenant, id);
  return { before };
};

/** Registrations in table registrations; all processes are told which tenant's have changed. */
export const createPostgresRegistrationStore = (
  database: PostgresDatabase,
  { record, onCommitted }: RegistrationHooks<PostgresConnection>,
): RegistrationStore => {
  const write = async (
    tenant: string,
    work: (connection: PostgresConnection) => Promise<RegistrationChange>,
  ): Promise<void> => {
    const change = await database.write(async (connection) => {
      const made = await work(connection);
      await record(connection, made);
      // A payload is never empty, which would mean that anything may have changed.
      await notify(connection, 'allmende_registrations', `:${tenant}`);
      return made;
    });
    onCommitted(change);
  };
  return {
    insert: (registration) => write(registration.tenant, (connection) => insert(connection, registration)),
    replace: (registration) => write(registration.tenant, (connection) => replace(connection, registration)),
    remove: (tenant, id) => write(tenant, (connection) => remove(connection, tenant, id)),
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
