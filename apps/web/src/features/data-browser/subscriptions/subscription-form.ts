import { cornersOf, formatCorners, parseCorners, toPolygon } from '../../../area/corners.ts';
import type {
  EntitySelector,
  GeoQuery,
  Subscription,
  SubscriptionDraft,
} from '../../../api/subscriptions.ts';
import { toQuery } from '../filter.ts';
import { withoutOwn } from '../fragment.ts';
import { writtenPairs } from '../key-value.ts';
import { fromTimeField, toTimeField } from '../local-time.ts';
import { readQuery } from '../read-query.ts';
import { anyType, emptyForm, type SubscriptionForm } from './subscription-fields.ts';
import { parseNumber, parsePoint, problemsOf, type SubscriptionProblems } from './subscription-problems.ts';

const text = (value: unknown): string => (value === undefined ? '' : String(value));

const formOfSelector = ([selector]: readonly EntitySelector[]): Partial<SubscriptionForm> => {
  const { id, idPattern, type = anyType } = selector ?? {};
  return { type, entityId: typeof id === 'string' ? id : '', idPattern: idPattern ?? '' };
};

const formOfGeo = (geoQ: GeoQuery | undefined): Partial<SubscriptionForm> => {
  if (geoQ === undefined) return {};
  const { georel, geometry, coordinates } = geoQ;
  const [, distance] = /^near;maxDistance==(\d+(?:\.\d+)?)$/u.exec(georel) ?? [];
  if (geometry === 'Point' && distance !== undefined && Array.isArray(coordinates)) {
    const [longitude, latitude]: readonly unknown[] = coordinates;
    return { geoKind: 'near', distance, point: `${String(latitude)}, ${String(longitude)}` };
  }
  const isOneRing = Array.isArray(coordinates) && coordinates.length === 1;
  if (geometry === 'Polygon' && georel === 'within' && isOneRing)
    return { geoKind: 'area', corners: formatCorners(cornersOf({ type: geometry, coordinates })) };
  return { geoKind: 'other' };
};

const formOfFilter = (q = ''): Partial<SubscriptionForm> => {
  const read = readQuery(q);
  return read === undefined ? { filterKind: 'text', q } : { ...read, q };
};

/** The form of a kept subscription. */
export const formOfSubscription = (kept: Subscription): SubscriptionForm => {
  const { notification } = kept;
  const { endpoint, format = 'normalized' } = notification;
  const timeout = typeof endpoint['timeout'] === 'number' ? endpoint['timeout'] / 1000 : undefined;
  return {
    ...emptyForm,
    ...formOfSelector(kept.entities ?? []),
    ...formOfFilter(kept.q),
    ...formOfGeo(kept.geoQ),
    kept,
    name: kept.subscriptionName ?? '',
    description: kept.description ?? '',
    isActive: kept.isActive !== false,
    when: kept.timeInterval === undefined ? 'change' : 'interval',
    interval: text(kept.timeInterval ?? emptyForm.interval),
    watched: kept.watchedAttributes ?? [],
    triggers: kept.notificationTrigger ?? [],
    throttling: text(kept.throttling),
    uri: endpoint.uri,
    headers: endpoint.receiverInfo ?? [],
    accept: endpoint.accept ?? 'application/json',
    format: format === 'keyValues' ? 'simplified' : format,
    shown: notification.attributes ?? [],
    timeout: text(timeout),
    expiry: toTimeField(kept.expiresAt),
  };
};

const selectorsOf = (form: SubscriptionForm): readonly EntitySelector[] => {
  const [, ...others] = form.kept?.entities ?? [];
  // The first selector may name several entities, which the form does not show.
  const keptIds = form.kept?.entities?.[0]?.id;
  const ids = Array.isArray(keptIds) && form.entityId === '' && form.kept?.entities?.[0]?.type === form.type;
  return [
    {
      ...(form.entityId === '' ? {} : { id: form.entityId }),
      ...(ids ? { id: keptIds as readonly string[] } : {}),
      ...(form.entityId !== '' || form.idPattern.trim() === '' ? {} : { idPattern: form.idPattern.trim() }),
      type: form.type,
    },
    ...others,
  ];
};

const geoOf = (form: SubscriptionForm): GeoQuery | undefined => {
  switch (form.geoKind) {
    case 'none':
      return undefined;
    case 'other':
      return form.kept?.geoQ;
    case 'area': {
      const read = parseCorners(form.corners);
      const { coordinates } = toPolygon('corners' in read ? read.corners : []);
      return { georel: 'within', geometry: 'Polygon', coordinates };
    }
    case 'near': {
      const georel = `near;maxDistance==${String(parseNumber(form.distance))}`;
      return { georel, geometry: 'Point', coordinates: parsePoint(form.point) };
    }
  }
};

/** The `q` of the form; '' when every entity counts. */
export const queryOfForm = (form: SubscriptionForm): string =>
  form.filterKind === 'text' ? form.q.trim() : toQuery(form.conditions, form.join);

const optional = <Value>(name: string, value: Value | undefined, isGiven = value !== undefined) =>
  isGiven ? { [name]: value } : {};

const timingOf = (form: SubscriptionForm) =>
  form.when === 'interval'
    ? { timeInterval: parseNumber(form.interval) }
    : {
        ...optional('watchedAttributes', form.watched, form.watched.length > 0),
        ...optional('notificationTrigger', form.triggers, form.triggers.length > 0),
        ...optional('throttling', parseNumber(form.throttling), form.throttling.trim() !== ''),
      };

const notificationOf = (form: SubscriptionForm): SubscriptionDraft['notification'] => {
  const kept = withoutOwn(form.kept?.notification ?? {});
  const { attributes: _attributes, format: _format, endpoint: keptEndpoint, ...rest } = kept;
  const {
    receiverInfo: _info,
    accept: _accept,
    timeout: _timeout,
    ...endpoint
  } = Object(keptEndpoint) as Record<string, unknown>;
  const headers = writtenPairs(form.headers);
  return {
    ...rest,
    ...optional('attributes', form.shown, form.shown.length > 0),
    ...optional('format', form.format, form.format !== 'normalized'),
    endpoint: {
      ...endpoint,
      uri: form.uri.trim(),
      ...optional('accept', form.accept, form.accept !== 'application/json'),
      ...optional('receiverInfo', headers, headers.length > 0),
      ...optional('timeout', parseNumber(form.timeout) * 1000, form.timeout.trim() !== ''),
    },
  };
};

/** Members that the form shows; all others of the kept subscription stay. */
const shownMembers: ReadonlySet<string> = new Set([
  'subscriptionName',
  'description',
  'isActive',
  'entities',
  'q',
  'geoQ',
  'timeInterval',
  'watchedAttributes',
  'notificationTrigger',
  'throttling',
  'expiresAt',
  'notification',
]);

const othersOf = (kept: Subscription | undefined) =>
  Object.fromEntries(Object.entries(withoutOwn(kept ?? {})).filter(([name]) => !shownMembers.has(name)));

/** The kept expiry is more precise than what the field shows of it. */
const expiryOf = ({ expiry, kept }: SubscriptionForm): string | undefined =>
  kept?.expiresAt !== undefined && toTimeField(kept.expiresAt) === expiry
    ? kept.expiresAt
    : fromTimeField(expiry);

/** The subscription of a form, however unfinished. */
export const draftOf = (form: SubscriptionForm): SubscriptionDraft => {
  const q = queryOfForm(form);
  return {
    type: 'Subscription',
    ...optional('subscriptionName', form.name.trim(), form.name.trim() !== ''),
    ...optional('description', form.description.trim(), form.description.trim() !== ''),
    ...optional('isActive', false, !form.isActive),
    ...optional('entities', selectorsOf(form), form.type !== ''),
    ...optional('q', q, q !== ''),
    ...optional('geoQ', geoOf(form)),
    ...timingOf(form),
    ...optional('expiresAt', expiryOf(form)),
    ...othersOf(form.kept),
    notification: notificationOf(form),
  };
};

/** The subscription of a form, or what is wrong with it, all findings at once. */
export const toSubscription = (
  form: SubscriptionForm,
): { readonly draft: SubscriptionDraft } | { readonly problems: SubscriptionProblems } => {
  const problems = problemsOf(form);
  return Object.keys(problems).length > 0 ? { problems } : { draft: draftOf(form) };
};
