import { problemJson, type Answer, type ApiRequest, type Route } from '@allmende/http';
import type { AlertRule } from './alert-rule.ts';
import { createRule, deleteRule, replaceRule, requireRule, type RuleParts } from './alert-rules.ts';
import { readAlertRule } from './read-alert-rule.ts';
import {
  json,
  pageParameters,
  readIfMatch,
  readJson,
  readPage,
  readTenant,
  requireVersion,
} from './read-request.ts';
import { assertVersion } from './version.ts';

const path = '/api/alert-rules';

const answer = (status: number, rule: AlertRule): Answer =>
  json(status, rule, {
    etag: `"${String(rule.version)}"`,
    ...(status === 201 ? { location: `${path}/${rule.id}` } : {}),
  });

const list = async <Transaction>(
  { stores }: RuleParts<Transaction>,
  { query }: ApiRequest,
): Promise<Answer> => {
  const page = { tenant: readTenant(query), ...readPage(query) };
  const { members, count } = await stores.rules.list(page);
  return json(200, { rules: members, count });
};

const show = async <Transaction>(
  { stores }: RuleParts<Transaction>,
  { params: { id = '' } }: ApiRequest,
): Promise<Answer> => answer(200, requireRule(await stores.rules.find(id), id));

const create = async <Transaction>(parts: RuleParts<Transaction>, request: ApiRequest): Promise<Answer> => {
  const { draft } = readAlertRule(await readJson(request));
  return answer(201, await createRule(parts, draft));
};

const replace = async <Transaction>(parts: RuleParts<Transaction>, request: ApiRequest): Promise<Answer> => {
  const { draft, version } = readAlertRule(await readJson(request));
  const expected = requireVersion(request, version);
  const rule = await replaceRule(parts, request.params['id'] ?? '', (current) => {
    assertVersion(expected, current.version);
    return draft;
  });
  return answer(200, rule);
};

const remove = async <Transaction>(parts: RuleParts<Transaction>, request: ApiRequest): Promise<Answer> => {
  const expected = readIfMatch(request);
  await deleteRule(parts, request.params['id'] ?? '', ({ version }) => {
    if (expected !== undefined) assertVersion(expected, version);
  });
  return { status: 204 };
};

/** What clerks want to be told of. */
export const alertRuleRoutes = <Transaction>(parts: RuleParts<Transaction>): readonly Route[] => {
  const errors = problemJson;
  const one = `${path}/:id`;
  return [
    {
      method: 'GET',
      path,
      query: ['tenant', ...pageParameters],
      errors,
      handle: (request) => list(parts, request),
    },
    { method: 'POST', path, query: [], errors, handle: (request) => create(parts, request) },
    {
      method: 'GET',
      path: one,
      query: [],
      errors,
      handle: (request) => show(parts, request),
    },
    { method: 'PUT', path: one, query: [], errors, handle: (request) => replace(parts, request) },
    { method: 'DELETE', path: one, query: [], errors, handle: (request) => remove(parts, request) },
  ];
};
