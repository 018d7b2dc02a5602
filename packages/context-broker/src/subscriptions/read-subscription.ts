import { DomainError, type Finding, isJsonObject } from '@allmende/kernel';
import { instantMs, isDateTime, utcTime } from '../entities/date-time.ts';
import { idExpected, isId } from '../entities/value-parser.ts';
import { mqttProblem } from '../notifications/mqtt-sender.ts';
import { subscriptionProblems } from './problems.ts';
import { notificationTriggers, type SubscriptionDocument } from './subscription.ts';

type Json = Readonly<Record<string, unknown>>;
/** Why a value is refused, or undefined. */
type Check = (value: unknown) => string | undefined;
type Checks = Readonly<Record<string, Check>>;
type Report = (pointer: string, detail: string) => void;

const isText: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'a text that is not empty is expected';
const isFlag: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false is expected');
const isUri: Check = (value) =>
  typeof value === 'string' && /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/u.test(value)
    ? undefined
    : 'an absolute URI is expected';
const positive: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0
    ? undefined
    : 'a number greater than 0 is expected';
const notNegative: Check = (value) => (value === 0 ? undefined : positive(value));
const oneOf =
  (allowed: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && allowed.includes(value)
      ? undefined
      : `one of ${allowed.join(', ')} is expected`;
const listOf =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value) || value.length === 0) return 'a list that is not empty is expected';
    return value.map(check).find((detail) => detail !== undefined);
  };
const isUriOrUris: Check = (value) => (Array.isArray(value) ? listOf(isUri)(value) : isUri(value));
const isHttpUri: Check = (value) => {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url === null) return 'an absolute URI is expected';
  return url.protocol === 'http:' || url.protocol === 'https:'
    ? undefined
    : 'only http and https endpoints are supported';
};
/** Where notifications can go: HTTP, or a topic of an MQTT broker (§5.2.15, §7.2). */
const isEndpointUri: Check = (value) => {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url === null) return 'an absolute URI is expected';
  if (url.protocol !== 'mqtt:' && url.protocol !== 'mqtts:') {
    return isHttpUri(value) === undefined
      ? undefined
      : 'only http, https, mqtt and mqtts endpoints are supported';
  }
  const topic = url.pathname.slice(1);
  if (url.hostname === '') return 'names no MQTT broker';
  return topic === '' || /[#+]/u.test(String(value))
    ? 'an MQTT endpoint ends with a topic without wildcards'
    : undefined;
};
const isInstant: Check = (value) => (isDateTime(value) ? undefined : `${utcTime} is expected`);
const anything: Check = () => undefined;

const topChecks: Checks = {
  id: (value) => (isId(value) ? undefined : idExpected),
  type: oneOf(['Subscription']),
  subscriptionName: isText,
  description: isText,
  entities: listOf((value) => (isJsonObject(value) ? undefined : 'a list of objects is expected')),
  watchedAttributes: listOf(isText),
  notificationTrigger: listOf(oneOf(notificationTriggers)),
  timeInterval: positive,
  throttling: positive,
  q: isText,
  geoQ: (value) => (isJsonObject(value) ? undefined : 'an object is expected'),
  scopeQ: isText,
  csf: isText,
  temporalQ: (value) => (isJsonObject(value) ? undefined : 'an object is expected'),
  lang: isText,
  expandValues: isText,
  jsonKeys: isText,
  localOnly: isFlag,
  splitEntities: isFlag,
  ngsildConformance: (value) =>
    typeof value === 'string' && /^1\.\d{1,2}$/u.test(value)
      ? undefined
      : 'a version such as 1.5 is expected',
  datasetId: listOf((value) => (value === '@none' ? undefined : isUri(value))),
  isActive: isFlag,
  expiresAt: isInstant,
  jsonldContext: isHttpUri,
  notification: (value) => (isJsonObject(value) ? undefined : 'an object is expected'),
};

/** Members that the broker writes; they are ignored when a read subscription is sent back. */
const ownNotificationMembers: ReadonlySet<string> = new Set([
  'status',
  'timesSent',
  'timesFailed',
  'lastNotification',
  'lastSuccess',
  'lastFailure',
]);

const selectorChecks: Checks = { id: isUriOrUris, idPattern: isText, type: isText };
const geoChecks: Checks = { georel: isText, geometry: isText, coordinates: anything, geoproperty: isText };
const notificationChecks: Checks = {
  attributes: listOf(isText),
  pick: listOf(isText),
  omit: listOf(isText),
  format: oneOf(['normalized', 'concise', 'keyValues', 'simplified']),
  sysAttrs: isFlag,
  showChanges: isFlag,
  join: oneOf(['flat', 'inline', '@none']),
  joinLevel: (value) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10
      ? undefined
      : 'a number from 1 to 10 is expected',
  endpoint: (value) => (isJsonObject(value) ? undefined : 'an object is expected'),
};

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u;
const controlledHeaders: ReadonlySet<string> = new Set([
  'content-length',
  'content-type',
  'host',
  'connection',
  'transfer-encoding',
  'link',
]);
const isNotifierInfo: Check = listOf((pair) =>
  isJsonObject(pair) && typeof pair['key'] === 'string' && typeof pair['value'] === 'string'
    ? mqttProblem(pair['key'], pair['value'])
    : 'a list of {key, value} is expected',
);
const isReceiverInfo: Check = (value) => {
  const isKeyValue: Check = (pair) => {
    if (!isJsonObject(pair) || typeof pair['key'] !== 'string' || typeof pair['value'] !== 'string')
      return 'a list of {key, value} is expected';
    if (!headerName.test(pair['key']) || /[^\t\x20-\x7e\x80-\xff]/u.test(pair['value']))
      return `"${pair['key']}" is not a header`;
    return controlledHeaders.has(pair['key'].toLowerCase()) ? `${pair['key']} cannot be set` : undefined;
  };
  return Array.isArray(value) && value.length === 0 ? undefined : listOf(isKeyValue)(value);
};
const endpointChecks: Checks = {
  uri: isEndpointUri,
  accept: oneOf(['application/json', 'application/ld+json', 'application/geo+json']),
  receiverInfo: isReceiverInfo,
  notifierInfo: isNotifierInfo,
  timeout: positive,
  cooldown: notNegative,
};

const checkMembers = (value: Json, path: string, checks: Checks, report: Report): void => {
  for (const [name, member] of Object.entries(value)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    const detail = check === undefined ? 'is not a known member' : check(member);
    if (detail !== undefined) report(`${path}/${name}`, detail);
  }
};

const requireMembers = (value: Json, path: string, names: readonly string[], report: Report): void => {
  for (const name of names) if (value[name] === undefined) report(`${path}/${name}`, 'is missing');
};

const without = (value: Json, names: ReadonlySet<string>): Json =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)));

const checkNotification = (notification: Json, report: Report): void => {
  checkMembers(notification, '/notification', notificationChecks, report);
  requireMembers(notification, '/notification', ['endpoint'], report);
  const { endpoint, format, showChanges, attributes, pick, omit } = notification;
  if (isJsonObject(endpoint)) {
    checkMembers(endpoint, '/notification/endpoint', endpointChecks, report);
    requireMembers(endpoint, '/notification/endpoint', ['uri'], report);
  }
  if (showChanges === true && (format === 'keyValues' || format === 'simplified'))
    report('/notification/showChanges', 'needs the format normalized or concise');
  if (Array.isArray(pick) && Array.isArray(omit) && pick.some((name) => omit.includes(name)))
    report('/notification/omit', 'names what pick names as well');
  if (attributes !== undefined && (pick !== undefined || omit !== undefined))
    report('/notification/attributes', 'cannot be given together with pick or omit');
};

const checkTrigger = ({ entities, timeInterval, ...body }: Json, report: Report): void => {
  if (entities === undefined && body['watchedAttributes'] === undefined && timeInterval === undefined)
    report('/entities', 'entities or watchedAttributes is needed');
  if (entities === undefined && timeInterval !== undefined)
    report('/entities', 'is needed with timeInterval');
  for (const name of ['watchedAttributes', 'throttling', 'notificationTrigger']) {
    if (timeInterval !== undefined && body[name] !== undefined)
      report('/timeInterval', `cannot be given together with ${name}`);
  }
  for (const [index, selector] of (Array.isArray(entities) ? entities : []).entries()) {
    if (!isJsonObject(selector)) continue;
    checkMembers(selector, `/entities/${String(index)}`, selectorChecks, report);
    requireMembers(selector, `/entities/${String(index)}`, ['type'], report);
  }
};

const checkWhole = (body: Json, nowMs: number, report: Report): void => {
  requireMembers(body, '', ['type', 'notification'], report);
  const { throttling, geoQ, expiresAt } = body;
  checkTrigger(body, report);
  if (throttling !== undefined && notNegative(throttling) === undefined && Number(throttling) > 31_536_000)
    report('/throttling', 'at most one year is possible');
  if (isDateTime(expiresAt) && instantMs(expiresAt) <= nowMs) report('/expiresAt', 'must be in the future');
  if (isJsonObject(geoQ)) {
    checkMembers(geoQ, '/geoQ', geoChecks, report);
    requireMembers(geoQ, '/geoQ', ['georel', 'geometry', 'coordinates'], report);
  }
};

/** Fails with all findings, when there are any. */
export const refuse = (findings: readonly Finding[]): void => {
  if (findings.length === 0) return;
  const detail = findings.map((finding) => `${finding.pointer}: ${finding.detail}`).join('; ');
  throw new DomainError(subscriptionProblems.invalid, detail, { findings });
};

/** Drops what the broker itself writes (status, bookkeeping, @context), and members that no subscription has (§5.2.12). */
export const withoutOwnMembers = (body: unknown): Json => {
  if (!isJsonObject(body)) {
    refuse([{ pointer: '', detail: 'a JSON object is expected' }]);
    return {};
  }
  const cleaned = Object.fromEntries(Object.entries(body).filter(([name]) => Object.hasOwn(topChecks, name)));
  const { notification } = cleaned;
  return isJsonObject(notification)
    ? { ...cleaned, notification: without(notification, ownNotificationMembers) }
    : cleaned;
};

const wantsGeoJson = ({ endpoint }: Json): boolean =>
  isJsonObject(endpoint) && endpoint['accept'] === 'application/geo+json';

/** Checks a whole subscription (§5.2.12); refuses it with all findings. */
export const readSubscription = (
  body: Json,
  nowMs: number,
  { forSources = false }: { readonly forSources?: boolean } = {},
): SubscriptionDocument => {
  const findings: Finding[] = [];
  const report: Report = (pointer, detail) => findings.push({ pointer, detail });
  checkMembers(body, '', topChecks, report);
  checkWhole(body, nowMs, report);
  if (!forSources && body['temporalQ'] !== undefined)
    report('/temporalQ', 'is for subscriptions to context sources only');
  const { notification } = body;
  if (isJsonObject(notification)) checkNotification(notification, report);
  if (forSources && isJsonObject(notification) && wantsGeoJson(notification))
    report('/notification/endpoint/accept', 'registrations are no GeoJSON (§6.3.9)');
  refuse(findings);
  return body as unknown as SubscriptionDocument;
};

/** Applies a fragment (§5.5.8): members replace, null deletes. */
export const patchDocument = (document: SubscriptionDocument, fragment: Json): Json => {
  const merged: Json = { ...document, ...fragment, id: document.id };
  return Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== null && value !== 'urn:ngsi-ld:null'),
  );
};
