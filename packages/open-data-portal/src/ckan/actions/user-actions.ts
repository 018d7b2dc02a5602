import { hasRole } from '../../accounts/actor.ts';
import type { Account, ApiToken } from '../../accounts/account.ts';
import { issueToken, revokeTokenText } from '../../accounts/api-tokens.ts';
import type { CkanObject } from '../mapping/package-dict.ts';
import { ckanTime } from '../mapping/values.ts';
import {
  invalid,
  missing,
  notAuthorised,
  notFound,
  optionalText,
  reads,
  requiredText,
  writes,
  type ActionCall,
  type Actions,
} from './action.ts';

const userDict = (account: Account): CkanObject => ({
  id: account.id,
  name: account.name,
  fullname: account.fullName ?? null,
  display_name: account.fullName ?? account.name,
  created: ckanTime(account.createdAt),
  about: null,
  activity_streams_email_notifications: false,
  state: account.state,
  sysadmin: account.role === 'admin',
  role: account.role ?? null,
  organization_roles: account.organisations,
  image_url: null,
  image_display_url: null,
});

/** The account, for itself and for those who administer; to others it does not exist. */
const ownAccount = async (call: ActionCall, idOrName: string | undefined, deed: string): Promise<Account> => {
  const { actor, accounts, tenant } = call;
  if (actor === undefined) throw notAuthorised(actor, deed);
  const name = idOrName ?? actor.id;
  const isOwn = name === actor.id || name === actor.name;
  if (!isOwn && !hasRole(actor, 'admin')) throw notAuthorised(actor, deed);
  const found = await accounts.find(tenant, name);
  if (found === undefined) throw notFound('User not found');
  return found;
};

const createToken = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const name = optionalText(data, 'name');
  if (name === undefined) throw invalid([{ pointer: 'name', detail: missing }]);
  if (name.length > 200) throw invalid([{ pointer: 'name', detail: 'must have at most 200 characters' }]);
  const account = await ownAccount(call, optionalText(data, 'user'), 'create API tokens');
  const { text } = await issueToken(call, account, name);
  return { token: text };
};

const tokenDict = ({ id, name, accountId, createdAt, lastUsedAt }: ApiToken): CkanObject => ({
  id,
  name,
  user_id: accountId,
  created_at: ckanTime(createdAt),
  last_access: lastUsedAt === undefined ? null : ckanTime(lastUsedAt),
});

const listTokens = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const user = optionalText(data, 'user_id') ?? optionalText(data, 'user');
  const account = await ownAccount(call, user, 'list API tokens');
  return (await call.accounts.listTokens(call.tenant, account.id)).map(tokenDict);
};

/** By its id (`jti`), among those of the actor or, for who administers, of all; or by the token itself. */
const revokeToken = async (call: ActionCall, data: CkanObject): Promise<unknown> => {
  const { actor, accounts, tenant } = call;
  if (actor === undefined) throw notAuthorised(actor, 'revoke API tokens');
  const text = optionalText(data, 'token');
  if (text !== undefined) {
    if (!(await revokeTokenText(accounts, tenant, text))) throw notFound('API Token not found');
    return null;
  }
  const id = requiredText(data, 'jti', 'token');
  const own = await accounts.listTokens(tenant, actor.id);
  if (!own.some((token) => token.id === id) && !hasRole(actor, 'admin'))
    throw notAuthorised(actor, 'revoke API tokens');
  if (!(await accounts.revokeToken(tenant, id))) throw notFound('API Token not found');
  return null;
};

export const userActions: Actions = {
  user_show: reads('An account: your own, or any for who administers. id.', async (call, data) =>
    userDict(await ownAccount(call, optionalText(data, 'id'), 'see user details')),
  ),
  user_list: reads('All accounts, for who administers. q.', async (call, data) => {
    if (!hasRole(call.actor, 'admin')) throw notAuthorised(call.actor, 'list users');
    const q = (optionalText(data, 'q') ?? '').toLowerCase();
    const all = await call.accounts.list(call.tenant);
    return all
      .filter(
        ({ state, name, fullName = '' }) =>
          state === 'active' && `${name} ${fullName}`.toLowerCase().includes(q),
      )
      .map(userDict);
  }),
  api_token_create: writes(
    'Makes an API token and tells it once: name; user, unless it is for you.',
    createToken,
  ),
  api_token_list: reads('API tokens without their texts: yours, or those of user_id.', listTokens),
  api_token_revoke: writes('Revokes an API token: token, or its id as jti.', revokeToken),
};
