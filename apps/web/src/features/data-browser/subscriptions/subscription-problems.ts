import type { Position } from '@allmende/design-system';
import { cornersProblem, parseCorners } from '../../../area/corners.ts';
import { conditionProblem } from '../filter.ts';
import { badHeader } from '../key-value.ts';
import { fromTimeField, toTimeField } from '../local-time.ts';
import type { SubscriptionForm } from './subscription-fields.ts';

export type SubscriptionProblem =
  | 'missingType'
  | 'unfinished'
  | 'missingEndpoint'
  | 'badEndpoint'
  | 'badTopic'
  | 'badHeaders'
  | 'badSeconds'
  | 'badArea'
  | 'badPoint'
  | 'badDistance'
  | 'badExpiry';

/** What is wrong with a subscription, by field; a key of the texts. */
export type SubscriptionProblems = Partial<Record<keyof SubscriptionForm, SubscriptionProblem>>;

/** A number with decimal point or comma; NaN for anything else. */
export const parseNumber = (text: string): number =>
  /^\s*\d+(?:[.,]\d+)?\s*$/u.test(text) ? Number(text.trim().replace(',', '.')) : Number.NaN;

/** Longitude and latitude of a point that is typed the other way round; undefined for what is none. */
export const parsePoint = (text: string): Position | undefined => {
  const read = parseCorners(text);
  return 'corners' in read && read.corners.length === 1 ? read.corners[0] : undefined;
};

const endpointProblem = (uri: string): SubscriptionProblem | undefined => {
  if (uri.trim() === '') return 'missingEndpoint';
  const url = URL.parse(uri.trim());
  if (url === null || !/^(?:https?|mqtts?):$/u.test(url.protocol) || url.hostname === '')
    return 'badEndpoint';
  const isMqtt = url.protocol.startsWith('mqtt');
  return isMqtt && (url.pathname.length < 2 || /[#+]/u.test(uri)) ? 'badTopic' : undefined;
};

const isArea = (corners: string): boolean => {
  const read = parseCorners(corners);
  return 'corners' in read && cornersProblem(read.corners) === undefined;
};

const isSeconds = (text: string): boolean => parseNumber(text) > 0;
const isEmptyOrSeconds = (text: string): boolean => text.trim() === '' || isSeconds(text);

/** A condition that says nothing yet must not be taken for none. */
const isFinished = ({ filterKind, conditions }: SubscriptionForm): boolean =>
  filterKind === 'text' || conditions.every((condition) => conditionProblem(condition) === undefined);

/** Findings of fields that only count in some cases, as given. */
const unless = (
  isFine: boolean,
  field: keyof SubscriptionForm,
  problem: SubscriptionProblem,
): SubscriptionProblems => (isFine ? {} : { [field]: problem });

/** All that is wrong with a form. */
export const problemsOf = (form: SubscriptionForm): SubscriptionProblems => {
  const { when, geoKind } = form;
  const endpoint = endpointProblem(form.uri);
  return {
    ...unless(form.type !== '', 'type', 'missingType'),
    ...unless(isFinished(form), 'conditions', 'unfinished'),
    ...unless(geoKind !== 'area' || isArea(form.corners), 'corners', 'badArea'),
    ...unless(geoKind !== 'near' || parsePoint(form.point) !== undefined, 'point', 'badPoint'),
    ...unless(geoKind !== 'near' || parseNumber(form.distance) > 0, 'distance', 'badDistance'),
    ...unless(when === 'interval' || isEmptyOrSeconds(form.throttling), 'throttling', 'badSeconds'),
    ...unless(when === 'change' || isSeconds(form.interval), 'interval', 'badSeconds'),
    ...(endpoint === undefined ? {} : { uri: endpoint }),
    ...unless(badHeader(form.headers) === undefined, 'headers', 'badHeaders'),
    ...unless(isEmptyOrSeconds(form.timeout), 'timeout', 'badSeconds'),
    ...unless(isFutureOrNone(form), 'expiry', 'badExpiry'),
  };
};

/** An expiry may have passed already where it was there before. */
const isFutureOrNone = ({ expiry, kept }: SubscriptionForm): boolean => {
  if (expiry.trim() === '') return true;
  const instant = fromTimeField(expiry);
  if (instant === undefined) return false;
  const isKept = kept?.expiresAt !== undefined && toTimeField(kept.expiresAt) === expiry;
  return isKept || Date.parse(instant) > Date.now();
};
