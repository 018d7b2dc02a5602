import { problemJson, type Answer, type ApiRequest, type Route } from '@allmende/http';
import { DomainError, type Clock } from '@allmende/kernel';
import { acknowledgeAlert, closeAlert, type Alert, type AlertAction } from './alert.ts';
import { BodyReader, parseJson } from './body-reader.ts';
import { monitoringProblems } from './problems.ts';
import { json, pageParameters, readChoice, readPage } from './read-request.ts';
import { findAlert, listAlerts, saveAlert } from './sql-alert-store.ts';
import { deliveriesOf } from './sql-delivery-store.ts';
import type { MonitoringDatabase } from './sql-rule-store.ts';

interface Parts {
  readonly database: MonitoringDatabase;
  readonly clock: Clock;
}

/** Of a flapping alert, the last ones are of use. */
const maxDeliveries = 500;

const required = (alert: Alert | undefined, id: string): Alert => {
  if (alert === undefined) {
    throw new DomainError(monitoringProblems.alertNotFound, `There is no alert ${id}.`);
  }
  return alert;
};

const list = ({ database }: Parts, { query }: ApiRequest): Answer => {
  const status = readChoice(query, 'status', ['open', 'acknowledged', 'closed']);
  const [ruleId, entityId] = [query.get('ruleId'), query.get('entityId')];
  const { members, count } = listAlerts(database.read, {
    tenant: query.get('tenant') ?? '',
    ...(status === undefined ? {} : { status }),
    ...(ruleId === null ? {} : { ruleId }),
    ...(entityId === null ? {} : { entityId }),
    ...readPage(query),
  });
  return json(200, { alerts: members, count });
};

const show = ({ database }: Parts, { params: { id = '' } }: ApiRequest): Answer => {
  const alert = required(findAlert(database.read, id), id);
  const deliveries = deliveriesOf(database.read, id, maxDeliveries).map(
    ({ channel, target, status, attempts, lastError }) => ({ channel, target, status, attempts, lastError }),
  );
  return json(200, { ...alert, deliveries });
};

type Step = (alert: Alert, action: AlertAction) => Alert;

const act = async ({ database, clock }: Parts, request: ApiRequest, step: Step): Promise<Answer> => {
  const reader = new BodyReader();
  const body = reader.object(parseJson(await request.text()), '', ['by', 'note']);
  const by = reader.line(body['by'], '/by', 200);
  const note = body['note'] === undefined ? undefined : reader.text(body['note'], '/note');
  reader.finish();
  const { id = '' } = request.params;
  const alert = await database.write((connection) => {
    const at = new Date(clock.now()).toISOString();
    const next = step(required(findAlert(connection, id), id), {
      by,
      at,
      ...(note === undefined ? {} : { note }),
    });
    saveAlert(connection, next);
    return next;
  });
  return json(200, alert);
};

/** What clerks do with alerts. */
export const alertRoutes = (parts: Parts): readonly Route[] => {
  const [errors, path] = [problemJson, '/api/alerts'];
  const action = (name: string, step: Step): Route => ({
    method: 'POST',
    path: `${path}/:id/${name}`,
    query: [],
    errors,
    handle: (request) => act(parts, request, step),
  });
  return [
    {
      method: 'GET',
      path,
      query: ['tenant', 'status', 'ruleId', 'entityId', ...pageParameters],
      errors,
      handle: (request) => list(parts, request),
    },
    { method: 'GET', path: `${path}/:id`, query: [], errors, handle: (request) => show(parts, request) },
    action('acknowledge', acknowledgeAlert),
    action('close', closeAlert),
  ];
};
