import { leaseColumns, type Migration } from '@allmende/database';

/** What one process at a time runs of all that share a database. */
export const leasesTable = 'server_leases';

export const serverLeases: Migration = {
  name: 'server/postgres-0001-leases',
  postgres: `CREATE TABLE ${leasesTable} (${leaseColumns});`,
};
