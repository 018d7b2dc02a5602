import type { Connection, Database } from '@allmende/database';
import { atOnce, DomainError } from '@allmende/kernel';
import { registrationNotFound, registrationProblems } from './problems.ts';
import type { Registration } from './registration.ts';
import type { RegistrationChange, RegistrationHooks, RegistrationStore } from './registration-store.ts';

const toRegistration = (row: Readonly<Record<string, unknown>>): Registration =>
  JSON.parse(String(row['body'])) as Registration;

const find = (connection: Connection, tenant: string, id: string): Registration | undefined => {
  const row = connection
    .prepare('SELECT body FROM registrations WHERE tenant = ? AND id = ?')
    .get(tenant, id);
  return row === undefined ? undefined : toRegistration(row);
};

const insert = (connection: Connection, registration: Registration): RegistrationChange => {
  const { tenant, id } = registration;
  const { changes } = connection
    .prepare('INSERT OR IGNORE INTO registrations (tenant, id, body) VALUES (?, ?, ?)')
    .run(tenant, id, JSON.stringify(registration));
  if (changes === 0) throw new DomainError(registrationProblems.exists, `Registration ${id} already exists.`);
  return { after: registration };
};

const replace = (connection: Connection, registration: Registration): RegistrationChange => {
  const { tenant, id } = registration;
  const before = find(connection, tenant, id);
  if (before === undefined) throw registrationNotFound(id);
  connection
    .prepare('UPDATE registrations SET body = ? WHERE tenant = ? AND id = ?')
    .run(JSON.stringify(registration), tenant, id);
  return { before, after: registration };
};

const remove = (connection: Connection, tenant: string, id: string): RegistrationChange => {
  const before = find(connection, tenant, id);
  if (before === undefined) throw registrationNotFound(id);
  connection.prepare('DELETE FROM registrations WHERE tenant = ? AND id = ?').run(tenant, id);
  return { before };
};

/** Registrations in the table of migration 0012-registrations. */
export const createSqlRegistrationStore = (
  database: Database,
  { record, onCommitted }: RegistrationHooks<Connection>,
): RegistrationStore => {
  const write = async (work: (connection: Connection) => RegistrationChange): Promise<void> => {
    const change = await database.write((connection) => {
      const made = work(connection);
      atOnce(record(connection, made), 'Recording a change');
      return made;
    });
    onCommitted(change);
  };
  return {
    insert: (registration) => write((connection) => insert(connection, registration)),
    replace: (registration) => write((connection) => replace(connection, registration)),
    remove: (tenant, id) => write((connection) => remove(connection, tenant, id)),
    find: (tenant, id) => Promise.resolve(find(database.read, tenant, id)),
    all: (tenant) =>
      Promise.resolve(
        database.read
          .prepare('SELECT body FROM registrations WHERE tenant = ? ORDER BY seq')
          .all(tenant)
          .map(toRegistration),
      ),
  };
};
