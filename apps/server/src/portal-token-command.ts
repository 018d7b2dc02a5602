import { DomainError, systemClock } from '@allmende/kernel';
import {
  accountWithRole,
  createAccountStore,
  createCatalogueStore,
  issueToken,
  portalMigrations,
  type Role,
} from '@allmende/open-data-portal';
import type { Config } from './config.ts';
import { invalidCommand } from './problems.ts';
import { openServerDatabase, type ServerDatabase } from './server-database.ts';

/** What `allmende portal token create` is asked to do. */
export interface PortalTokenRequest {
  /** Of the account; it is made if it is not there. */
  readonly name: string;
  readonly role: Role;
  readonly tenant: string;
  /** Id or name of the organisation that the role is for; the whole tenant unless told. */
  readonly organisation?: string;
}

const open = (config: Config): ServerDatabase => {
  try {
    return openServerDatabase(config);
  } catch (cause) {
    if (!(cause instanceof DomainError) || cause.problem.code !== 'data-folder-in-use') throw cause;
    const detail = `A server uses the data folder ${config.dataDir}. Stop it first, or make tokens by its API (api_token_create).`;
    throw new DomainError(cause.problem, detail, { cause });
  }
};

const rolesOf = async (
  { role, tenant, organisation }: PortalTokenRequest,
  database: ServerDatabase['database'],
) => {
  if (organisation === undefined) return { role, organisations: {} };
  const found = await createCatalogueStore(database).findCollection(tenant, 'organisation', organisation);
  if (found === undefined) throw new DomainError(invalidCommand, `There is no organisation ${organisation}.`);
  return { organisations: { [found.id]: role } };
};

/** Makes a token for an account and prints it; it is not kept, and cannot be shown again. */
export const createPortalToken = async (
  request: PortalTokenRequest,
  { config, print }: { readonly config: Config; readonly print: (text: string) => void },
): Promise<void> => {
  const own = open(config);
  try {
    await own.prepare(portalMigrations);
    const parts = { accounts: createAccountStore(own.database), clock: systemClock };
    const { tenant, name } = request;
    const account = await accountWithRole(parts, { tenant, name, ...(await rolesOf(request, own.database)) });
    print((await issueToken(parts, account, 'allmende portal token create')).text);
  } finally {
    await own.close();
  }
};
