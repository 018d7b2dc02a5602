import { randomUUID } from 'node:crypto';
import { problemJson, type Answer, type ApiRequest, type Route } from '@allmende/http';
import { DomainError, type Clock } from '@allmende/kernel';
import type { AlertRule } from './alert-rule.ts';
import { acknowledgeAlert, closeAlert, type Alert, type AlertAction } from './alert.ts';
import { BodyReader, parseJson } from './body-reader.ts';
import { monitoringProblems } from './problems.ts';
import { readAlertRule } from './read-alert-rule.ts';
import {
  deliveriesOf,
  findAlert,
  findRule,
  listAlerts,
  listRules,
  removeRule,
  saveAlert,
  saveRule,
  type MonitoringDatabase,
} from './sql-monitoring-store.ts';
import type { EntityWatcher } from './watch-entities.ts';

interface Parts {
  readonly database: MonitoringDatabase;
  readonly clock: Clock;
  readonly watcher: EntityWatcher;
}

export const json = (status: number, value: unknown, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

const requireRule = ({ database }: Parts, id = ''): AlertRule => {
  const rule = findRule(database.read, id);
  if (rule === undefined)
    throw new DomainError(monitoringProblems.ruleNotFound, `There is no alert rule ${id}.`);
  return rule;
};

const requireAlert = (alert: Alert | undefined, id = ''): Alert => {
  if (alert === undefined)
    throw new DomainError(monitoringProblems.alertNotFound, `There is no alert ${id}.`);
  return alert;
};

const isoNow = ({ clock }: Parts): string => new Date(clock.now()).toISOString();

const createRule = async (parts: Parts, request: ApiRequest): Promise<Answer> => {
  const draft = readAlertRule(parseJson(await request.text()));
  const at = isoNow(parts);
  const rule = { ...draft, id: randomUUID(), version: 1, createdAt: at, modifiedAt: at };
  await parts.database.write((connection) => {
    saveRule(connection, rule);
  });
  await parts.watcher.setRule(rule);
  return json(201, rule, { location: `/api/alert-rules/${rule.id}` });
};

const replaceRule = async (parts: Parts, request: ApiRequest): Promise<Answer> => {
  const body = parseJson(await request.text());
  const draft = readAlertRule(body);
  const { version } = body as { readonly version?: unknown };
  const rule = await parts.database.write((connection) => {
    const current =
      findRule(connection, request.params['id'] ?? '') ?? requireRule(parts, request.params['id']);
    if (version !== undefined && version !== current.version) {
      throw new DomainError(
        monitoringProblems.changedMeanwhile,
        `The current version is ${String(current.version)}.`,
      );
    }
    const { id, createdAt } = current;
    const next = { ...draft, id, createdAt, version: current.version + 1, modifiedAt: isoNow(parts) };
    saveRule(connection, next);
    return next;
  });
  await parts.watcher.setRule(rule);
  return json(200, rule);
};

const deleteRule = async (parts: Parts, request: ApiRequest): Promise<Answer> => {
  const { id } = requireRule(parts, request.params['id']);
  parts.watcher.removeRule(id);
  await parts.database.write((connection) => {
    removeRule(connection, id);
  });
  return { status: 204 };
};

const wholeNumber = (query: URLSearchParams, name: string, fallback: number): number => {
  const text = query.get(name) ?? String(fallback);
  if (!/^\d{1,6}$/u.test(text)) {
    throw new DomainError(monitoringProblems.invalidParameter, `${name}: a whole number is expected`, {
      findings: [{ pointer: name, detail: 'a whole number is expected' }],
    });
  }
  return Number(text);
};

const listOf = ({ database }: Parts, { query }: ApiRequest): Answer => {
  const status = query.get('status');
  if (status !== null && status !== 'open' && status !== 'acknowledged' && status !== 'closed') {
    const detail = 'one of open, acknowledged, closed is expected';
    throw new DomainError(monitoringProblems.invalidParameter, `status: ${detail}`, {
      findings: [{ pointer: 'status', detail }],
    });
  }
  const [ruleId, entityId] = [query.get('ruleId'), query.get('entityId')];
  return json(
    200,
    listAlerts(database.read, {
      tenant: query.get('tenant') ?? '',
      ...(status === null ? {} : { status }),
      ...(ruleId === null ? {} : { ruleId }),
      ...(entityId === null ? {} : { entityId }),
      limit: Math.min(wholeNumber(query, 'limit', 100), 1000),
      offset: wholeNumber(query, 'offset', 0),
    }),
  );
};

const act = async (
  parts: Parts,
  request: ApiRequest,
  step: (alert: Alert, action: AlertAction) => Alert,
): Promise<Answer> => {
  const reader = new BodyReader();
  const body = reader.object(parseJson(await request.text()), '', ['by', 'note']);
  const by = reader.text(body['by'], '/by');
  const note = reader.optionalText(body['note'], '/note');
  reader.finish();
  const id = request.params['id'] ?? '';
  const alert = await parts.database.write((connection) => {
    const current = requireAlert(findAlert(connection, id), id);
    const next = step(current, { by, at: isoNow(parts), ...(note === undefined ? {} : { note }) });
    saveAlert(connection, next);
    return next;
  });
  return json(200, alert);
};

const oneAlert = ({ database }: Parts, { params }: ApiRequest): Answer => {
  const alert = requireAlert(findAlert(database.read, params['id'] ?? ''), params['id']);
  const deliveries = deliveriesOf(database.read, alert.id).map(
    ({ channel, target, status, attempts, lastError }) => ({ channel, target, status, attempts, lastError }),
  );
  return json(200, { ...alert, deliveries });
};

/** Operations on alert rules and alerts. */
export const alertRoutes = (parts: Parts): readonly Route[] => {
  const errors = problemJson;
  const rules = '/api/alert-rules';
  return [
    {
      method: 'GET',
      path: rules,
      query: ['tenant'],
      errors,
      handle: ({ query }) =>
        json(200, {
          rules: listRules(parts.database.read).filter((rule) => rule.tenant === (query.get('tenant') ?? '')),
        }),
    },
    { method: 'POST', path: rules, query: [], errors, handle: (request) => createRule(parts, request) },
    {
      method: 'GET',
      path: `${rules}/:id`,
      query: [],
      errors,
      handle: ({ params }) => json(200, requireRule(parts, params['id'])),
    },
    {
      method: 'PUT',
      path: `${rules}/:id`,
      query: [],
      errors,
      handle: (request) => replaceRule(parts, request),
    },
    {
      method: 'DELETE',
      path: `${rules}/:id`,
      query: [],
      errors,
      handle: (request) => deleteRule(parts, request),
    },
    {
      method: 'GET',
      path: '/api/alerts',
      query: ['tenant', 'status', 'ruleId', 'entityId', 'limit', 'offset'],
      errors,
      handle: (request) => listOf(parts, request),
    },
    {
      method: 'GET',
      path: '/api/alerts/:id',
      query: [],
      errors,
      handle: (request) => oneAlert(parts, request),
    },
    {
      method: 'POST',
      path: '/api/alerts/:id/acknowledge',
      query: [],
      errors,
      handle: (request) => act(parts, request, acknowledgeAlert),
    },
    {
      method: 'POST',
      path: '/api/alerts/:id/close',
      query: [],
      errors,
      handle: (request) => act(parts, request, closeAlert),
    },
  ];
};
