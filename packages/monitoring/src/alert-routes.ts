import { problemJson, type Answer, type ApiRequest, type Route } from '@allmende/http';
import { DomainError, whenDone, type Clock } from '@allmende/kernel';
import { acknowledgeAlert, closeAlert, type Alert, type AlertAction } from './alert.ts';
import { BodyReader } from './body-reader.ts';
import { monitoringProblems } from './problems.ts';
import { json, pageParameters, readChoice, readJson, readPage, readTenant } from './read-request.ts';
import type { MonitoringStores } from './stores/monitoring-stores.ts';

interface Parts<Transaction> {
  readonly stores: Pick<MonitoringStores<Transaction>, 'alerts' | 'deliveries' | 'write'>;
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

const list = async <Transaction>({ stores }: Parts<Transaction>, { query }: ApiRequest): Promise<Answer> => {
  const status = readChoice(query, 'status', ['open', 'acknowledged', 'closed']);
  const [ruleId, entityId] = [query.get('ruleId'), query.get('entityId')];
  const { members, count } = await stores.alerts.list({
    tenant: readTenant(query),
    ...(status === undefined ? {} : { status }),
    ...(ruleId === null ? {} : { ruleId }),
    ...(entityId === null ? {} : { entityId }),
    ...readPage(query),
  });
  return json(200, { alerts: members, count });
};

const show = async <Transaction>(
  { stores }: Parts<Transaction>,
  { params: { id = '' } }: ApiRequest,
): Promise<Answer> => {
  const alert = required(await stores.alerts.find(id), id);
  const deliveries = (await stores.deliveries.ofAlert(id, maxDeliveries)).map(
    ({ channel, target, status, attempts, lastError }) => ({ channel, target, status, attempts, lastError }),
  );
  return json(200, { ...alert, deliveries });
};

type Step = (alert: Alert, action: AlertAction) => Alert;

const act = async <Transaction>(
  { stores, clock }: Parts<Transaction>,
  request: ApiRequest,
  step: Step,
): Promise<Answer> => {
  const reader = new BodyReader();
  const body = reader.object(await readJson(request), '', ['by', 'note']);
  const by = reader.line(body['by'], '/by', 200);
  const note = body['note'] === undefined ? undefined : reader.text(body['note'], '/note');
  reader.finish();
  const { id = '' } = request.params;
  const alert = await stores.write((transaction) =>
    whenDone(stores.alerts.findWithin(transaction, id), (current) => {
      const at = new Date(clock.now()).toISOString();
      const next = step(required(current, id), { by, at, ...(note === undefined ? {} : { note }) });
      return whenDone(stores.alerts.saveWithin(transaction, next), () => next);
    }),
  );
  return json(200, alert);
};

/** What clerks do with alerts. */
export const alertRoutes = <Transaction>(parts: Parts<Transaction>): readonly Route[] => {
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
