import type { Answer, ApiRequest, Route } from '@allmende/http';
import { tenantExpected, tenantName } from '../tenant-parameter.ts';
import type { ActorOf } from '../accounts/api-tokens.ts';
import type { Action, ActionParts, Actions } from './actions/action.ts';
import { collectionActions } from './actions/collection-actions.ts';
import { packageActions } from './actions/package-actions.ts';
import { searchActions } from './actions/package-search.ts';
import { resourceActions } from './actions/resource-actions.ts';
import { siteActions, withHelp } from './actions/site-actions.ts';
import { tagActions } from './actions/tag-actions.ts';
import { userActions } from './actions/user-actions.ts';
import { badRequest, ckanErrors, failureAnswer, json } from './ckan-answer.ts';
import type { CkanObject } from './mapping/package-dict.ts';
import { readData, UnreadableData } from './read-data.ts';

export interface CkanParts extends ActionParts {
  readonly actorOf: ActorOf;
}

/** All actions by their names; a further part of the portal adds its own. */
export const ckanActions: Actions = withHelp({
  ...searchActions,
  ...packageActions,
  ...resourceActions,
  ...collectionActions,
  ...tagActions,
  ...siteActions,
  ...userActions,
});

/** As everywhere: `tenant` in the address, or the header of NGSI-LD. */
const tenantOf = ({ query, headers }: ApiRequest): string | undefined => {
  const header = headers['ngsild-tenant'];
  const tenant = query.get('tenant') ?? (typeof header === 'string' ? header : '');
  return tenantName.test(tenant) ? tenant : undefined;
};

const withoutTenant = (data: CkanObject): CkanObject => {
  const { tenant: _, ...rest } = data;
  return rest;
};

interface Call {
  readonly action: Action;
  readonly help: string;
  readonly tenant: string;
}

const runAction = async (
  parts: CkanParts,
  request: ApiRequest,
  { action, help, tenant }: Call,
): Promise<Answer> => {
  try {
    const data = withoutTenant(await readData(request, action.isRead));
    const actor = await parts.actorOf(request, tenant);
    const result = await action.run({ ...parts, tenant, actor }, data);
    return json(200, { help, success: true, result });
  } catch (cause) {
    if (cause instanceof UnreadableData) return badRequest(`JSON Error: ${cause.message}`);
    const answer = failureAnswer(cause, help);
    if (answer === undefined) throw cause;
    return answer;
  }
};

const answerAction = (parts: CkanParts, actions: Actions, version: string) => {
  return (request: ApiRequest): Promise<Answer> | Answer => {
    const name = request.params['action'] ?? '';
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) return badRequest(`Action name not known: ${name}`);
    const tenant = tenantOf(request);
    if (tenant === undefined) return badRequest(`tenant: ${tenantExpected}`);
    const help = `${parts.publicUrl()}/api/${version}action/help_show?name=${name}`;
    return runAction(parts, request, { action, help, tenant });
  };
};

/** CKAN's Action API, version 3. */
export const ckanRoutes = (parts: CkanParts, actions: Actions = ckanActions): readonly Route[] =>
  ['3/', ''].flatMap((version) =>
    (['GET', 'POST'] as const).map((method): Route => ({
      method,
      path: `/api/${version}action/:action`,
      errors: ckanErrors,
      handle: answerAction(parts, actions, version),
    })),
  );
