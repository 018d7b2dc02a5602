import type { AlertCondition, AlertRuleDraft, Polygon } from './alert-rule.ts';
import { isJsonObject } from '@allmende/kernel';
import { BodyReader } from './body-reader.ts';

const writtenMembers = [
  'name',
  'tenant',
  'entityType',
  'entityId',
  'severity',
  'isActive',
  'condition',
  'recipients',
] as const;
/** The service writes these; they may come back with a rule that was read, and are not taken over. */
const servedMembers = ['id', 'createdAt', 'modifiedAt'] as const;

const maxSeconds = 366 * 24 * 3600;
const maxFencePositions = 1000;

/** What a user sent: the rule, and the version it was made from. */
export interface ReadAlertRule {
  readonly draft: AlertRuleDraft;
  readonly version?: number;
}

/** Checks an alert rule; refuses it (`invalid-body`) with all findings. */
export const readAlertRule = (body: unknown): ReadAlertRule => {
  const reader = new BodyReader();
  const given = reader.object(body, '', [...writtenMembers, ...servedMembers, 'version']);
  const entityId = reader.optionalLine(given['entityId'], '/entityId');
  const recipients = reader.object(given['recipients'] ?? {}, '/recipients', ['emails', 'webhooks']);
  const draft: AlertRuleDraft = {
    name: reader.line(given['name'], '/name', 200),
    tenant: reader.tenant(given['tenant'] ?? ''),
    entityType: reader.line(given['entityType'], '/entityType'),
    ...(entityId === undefined ? {} : { entityId }),
    severity: reader.choice(given['severity'], '/severity', ['warning', 'info', 'critical']),
    isActive: reader.flag(given['isActive'] ?? true, '/isActive'),
    condition: readCondition(reader, given['condition']),
    recipients: {
      emails: readTargets(reader, recipients['emails'], '/recipients/emails', emailFault),
      webhooks: readTargets(reader, recipients['webhooks'], '/recipients/webhooks', webhookFault),
    },
  };
  const version =
    given['version'] === undefined
      ? {}
      : { version: reader.number(given['version'], '/version', { min: 1, isWhole: true }) };
  reader.finish();
  return { draft, ...version };
};

/** The addresses that browsers take (HTML Living Standard), with letters of all scripts. */
const emailPattern =
  /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u;

const emailFault = (text: string): string | undefined =>
  text.length <= 254 && emailPattern.test(text) ? undefined : 'an e-mail address is expected';

const webhookFault = (text: string): string | undefined => {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return 'an http or https address is expected';
  return url.username === '' && url.password === '' ? undefined : 'must not contain a user or password';
};

const readTargets = (
  reader: BodyReader,
  value: unknown,
  pointer: string,
  faultOf: (text: string) => string | undefined,
): readonly string[] => {
  const targets = reader.list(value ?? [], pointer, 50).map((target, index) => {
    const text = reader.line(target, `${pointer}/${String(index)}`, 2000);
    const fault = text === '' ? undefined : faultOf(text);
    if (fault !== undefined) reader.report(`${pointer}/${String(index)}`, fault);
    return text;
  });
  return [...new Set(targets)];
};

const readCondition = (reader: BodyReader, value: unknown): AlertCondition => {
  switch (isJsonObject(value) ? value['kind'] : undefined) {
    case 'threshold':
      return readThreshold(reader, value);
    case 'geofence':
      return readGeofence(reader, value);
    case 'missing-data':
      return readMissingData(reader, value);
    default:
      reader.report('/condition/kind', 'one of threshold, missing-data, geofence is expected');
      return { kind: 'missing-data', afterSeconds: 1 };
  }
};

const readMissingData = (reader: BodyReader, value: unknown): AlertCondition => {
  const given = reader.object(value, '/condition', ['kind', 'attribute', 'afterSeconds']);
  const attribute = reader.optionalLine(given['attribute'], '/condition/attribute');
  const range = { min: 1, max: maxSeconds };
  return {
    kind: 'missing-data',
    ...(attribute === undefined ? {} : { attribute }),
    afterSeconds: reader.number(given['afterSeconds'], '/condition/afterSeconds', range),
  };
};

const readGeofence = (reader: BodyReader, value: unknown): AlertCondition => {
  const given = reader.object(value, '/condition', ['kind', 'attribute', 'on', 'polygon']);
  return {
    kind: 'geofence',
    attribute: reader.line(given['attribute'] ?? 'location', '/condition/attribute'),
    on: reader.choice(given['on'], '/condition/on', ['enter', 'leave']),
    polygon: readPolygon(reader, given['polygon']),
  };
};

const readThreshold = (reader: BodyReader, value: unknown): AlertCondition => {
  const known = ['kind', 'attribute', 'direction', 'raiseAt', 'clearAt', 'holdSeconds'];
  const given = reader.object(value, '/condition', known);
  const direction = reader.choice(given['direction'], '/condition/direction', ['above', 'below']);
  const raiseAt = reader.number(given['raiseAt'], '/condition/raiseAt');
  const clearAt = reader.number(given['clearAt'] ?? raiseAt, '/condition/clearAt');
  if (direction === 'above' ? clearAt > raiseAt : clearAt < raiseAt) {
    reader.report('/condition/clearAt', `must not lie ${direction} raiseAt`);
  }
  const range = { min: 0, max: maxSeconds };
  return {
    kind: 'threshold',
    attribute: reader.line(given['attribute'], '/condition/attribute'),
    direction,
    raiseAt,
    clearAt,
    holdSeconds: reader.number(given['holdSeconds'] ?? 0, '/condition/holdSeconds', range),
  };
};

const isWithin = (value: unknown, limit: number): boolean =>
  typeof value === 'number' && Math.abs(value) <= limit;

const isPosition = (position: unknown): position is readonly number[] =>
  Array.isArray(position) &&
  (position.length === 2 || position.length === 3) &&
  position.every((part) => Number.isFinite(part)) &&
  isWithin(position[0], 180) &&
  isWithin(position[1], 90);

const isRing = (ring: unknown): ring is readonly (readonly number[])[] => {
  if (!Array.isArray(ring) || ring.length < 4 || ring.length > maxFencePositions) return false;
  const [first, last]: readonly unknown[] = [ring[0], ring.at(-1)];
  return ring.every(isPosition) && JSON.stringify(first) === JSON.stringify(last);
};

const readPolygon = (reader: BodyReader, value: unknown): Polygon => {
  const rings: unknown =
    isJsonObject(value) && value['type'] === 'Polygon' ? value['coordinates'] : undefined;
  if (Array.isArray(rings) && rings.length > 0 && rings.every(isRing)) {
    if (rings.flat().length <= maxFencePositions) return { type: 'Polygon', coordinates: rings };
  }
  reader.report(
    '/condition/polygon',
    `a GeoJSON Polygon in WGS84 with closed rings and at most ${String(maxFencePositions)} positions is expected`,
  );
  return { type: 'Polygon', coordinates: [] };
};
