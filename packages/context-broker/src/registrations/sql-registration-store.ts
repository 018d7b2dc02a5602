import type { Database } from '@allmende/database';
import { DomainError } from '@allmende/kernel';
import { registrationNotFound, registrationProblems } from './problems.ts';
import type { Registration } from './registration.ts';
import type { RegistrationStore } from './registration-store.ts';

const toRegistration = (row: Readonly<Record<string, unknown>>): Registration =>
  JSON.parse(String(row['body'])) as Registration;

/** Registrations in the table of migration 0012-registrations. */
export const createSqlRegistrationStore = (database: Database): RegistrationStore => ({
  insert: (registration) =>
    database.write((connection) => {
      const { tenant, id } = registration;
      const { changes } = connection
        .prepare('INSERT OR IGNORE INTO registrations (tenant, id, body) VALUES (?, ?, ?)')
        .run(tenant, id, JSON.stringify(registration));
      if (changes === 0)
        throw new DomainError(registrationProblems.exists, `Registration ${id} already exists.`);
    }),
  replace: (registration) =>
    database.write((connection) => {
      const { tenant, id } = registration;
      const { changes } = connection
        .prepare('UPDATE registrations SET body = ? WHERE tenant = ? AND id = ?')
        .run(JSON.stringify(registration), tenant, id);
      if (changes === 0) throw registrationNotFound(id);
    }),
  remove: (tenant, id) =>
    database.write((connection) => {
      const { changes } = connection
        .prepare('DELETE FROM registrations WHERE tenant = ? AND id = ?')
        .run(tenant, id);
      if (changes === 0) throw registrationNotFound(id);
    }),
  find: (tenant, id) => {
    const row = database.read
      .prepare('SELECT body FROM registrations WHERE tenant = ? AND id = ?')
      .get(tenant, id);
    return Promise.resolve(row === undefined ? undefined : toRegistration(row));
  },
  all: (tenant) =>
    Promise.resolve(
      database.read
        .prepare('SELECT body FROM registrations WHERE tenant = ? ORDER BY seq')
        .all(tenant)
        .map(toRegistration),
    ),
});
