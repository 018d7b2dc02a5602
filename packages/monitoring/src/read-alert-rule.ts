import type { AlertCondition, AlertRuleDraft, Polygon } from './alert-rule.ts';
import { BodyReader, isObject } from './body-reader.ts';

const members = [
  'name',
  'tenant',
  'entityType',
  'entityId',
  'severity',
  'isActive',
  'condition',
  'recipients',
  // written by the service, ignored here
  'id',
  'version',
  'createdAt',
  'modifiedAt',
] as const;

/** Checks an alert rule; refuses it with all findings. */
export const readAlertRule = (body: unknown): AlertRuleDraft => {
  const reader = new BodyReader();
  const given = reader.object(body, '', members);
  const entityId = reader.optionalText(given['entityId'], '/entityId');
  const recipients = reader.object(given['recipients'] ?? {}, '/recipients', ['emails', 'webhooks']);
  const draft: AlertRuleDraft = {
    name: reader.text(given['name'], '/name'),
    tenant:
      given['tenant'] === undefined || given['tenant'] === '' ? '' : reader.text(given['tenant'], '/tenant'),
    entityType: reader.text(given['entityType'], '/entityType'),
    ...(entityId === undefined ? {} : { entityId }),
    severity: reader.choice(given['severity'], '/severity', ['warning', 'info', 'critical']),
    isActive: reader.flag(given['isActive'] ?? true, '/isActive'),
    condition: readCondition(reader, given['condition']),
    recipients: {
      emails: readTargets(reader, recipients['emails'], '/recipients/emails', isEmail),
      webhooks: readTargets(reader, recipients['webhooks'], '/recipients/webhooks', isHttpUrl),
    },
  };
  reader.finish();
  return draft;
};

const isEmail = (text: string): string | undefined =>
  /^[^\s@<>,;"]+@[^\s@<>,;"]+$/u.test(text) ? undefined : 'an e-mail address is expected';

const isHttpUrl = (text: string): string | undefined =>
  /^https?:$/u.test(URL.parse(text)?.protocol ?? '') ? undefined : 'an http or https address is expected';

const readTargets = (
  reader: BodyReader,
  value: unknown,
  pointer: string,
  check: (text: string) => string | undefined,
): readonly string[] =>
  reader.list(value ?? [], pointer, 50).map((target, index) => {
    const text = reader.text(target, `${pointer}/${String(index)}`, 2000);
    const detail = text === '' ? undefined : check(text);
    if (detail !== undefined) reader.report(`${pointer}/${String(index)}`, detail);
    return text;
  });

const readCondition = (reader: BodyReader, value: unknown): AlertCondition => {
  const kind = isObject(value) ? value['kind'] : undefined;
  if (kind === 'missing-data') {
    const given = reader.object(value, '/condition', ['kind', 'attribute', 'afterSeconds']);
    const attribute = reader.optionalText(given['attribute'], '/condition/attribute');
    return {
      kind,
      ...(attribute === undefined ? {} : { attribute }),
      afterSeconds: reader.number(given['afterSeconds'], '/condition/afterSeconds', 1),
    };
  }
  if (kind === 'geofence') {
    const given = reader.object(value, '/condition', ['kind', 'attribute', 'on', 'polygon']);
    return {
      kind,
      attribute: reader.text(given['attribute'] ?? 'location', '/condition/attribute'),
      on: reader.choice(given['on'], '/condition/on', ['enter', 'leave']),
      polygon: readPolygon(reader, given['polygon']),
    };
  }
  if (kind !== 'threshold')
    reader.report('/condition/kind', 'one of threshold, missing-data, geofence is expected');
  return readThreshold(reader, kind === 'threshold' ? value : { kind: 'threshold' });
};

const readThreshold = (reader: BodyReader, value: unknown): AlertCondition => {
  const given = reader.object(value, '/condition', [
    'kind',
    'attribute',
    'direction',
    'raiseAt',
    'clearAt',
    'holdSeconds',
  ]);
  const direction = reader.choice(given['direction'], '/condition/direction', ['above', 'below']);
  const raiseAt = reader.number(given['raiseAt'], '/condition/raiseAt');
  const clearAt = reader.number(given['clearAt'] ?? raiseAt, '/condition/clearAt');
  if (direction === 'above' ? clearAt > raiseAt : clearAt < raiseAt) {
    reader.report('/condition/clearAt', `must not lie ${direction} raiseAt`);
  }
  return {
    kind: 'threshold',
    attribute: reader.text(given['attribute'], '/condition/attribute'),
    direction,
    raiseAt,
    clearAt,
    holdSeconds: reader.number(given['holdSeconds'] ?? 0, '/condition/holdSeconds', 0),
  };
};

const isRing = (ring: unknown): boolean =>
  Array.isArray(ring) &&
  ring.length >= 4 &&
  ring.length <= 10_000 &&
  ring.every(
    (position: unknown) =>
      Array.isArray(position) && position.length >= 2 && position.every((part) => Number.isFinite(part)),
  ) &&
  String(ring[0]) === String(ring.at(-1));

const readPolygon = (reader: BodyReader, value: unknown): Polygon => {
  const rings = isObject(value) && value['type'] === 'Polygon' ? value['coordinates'] : undefined;
  if (Array.isArray(rings) && rings.length > 0 && rings.every(isRing)) {
    return { type: 'Polygon', coordinates: rings as Polygon['coordinates'] };
  }
  reader.report('/condition/polygon', 'a GeoJSON Polygon with closed rings is expected');
  return { type: 'Polygon', coordinates: [] };
};
