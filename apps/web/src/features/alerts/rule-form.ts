import type { AlertCondition, AlertRule, AlertRuleDraft, Polygon, Severity } from '../../api/alerts.ts';
import { cornersOf, cornersProblem, formatCorners, parseCorners, toPolygon } from '../../area/corners.ts';
import { fromSeconds, toSeconds, type DurationUnit } from './duration.ts';

export const conditionKinds = ['threshold', 'missing-data', 'geofence'] as const;
export type ConditionKind = (typeof conditionKinds)[number];
export const severities = ['info', 'warning', 'critical'] as const satisfies readonly Severity[];

/** A rule as it is being written; numbers and lists are still text. */
export interface RuleForm {
  readonly name: string;
  readonly entityType: string;
  /** '' for all entities of the type. */
  readonly entityId: string;
  readonly severity: Severity;
  readonly isActive: boolean;
  readonly kind: ConditionKind;
  readonly attribute: string;
  readonly direction: 'above' | 'below';
  readonly raiseAt: string;
  readonly clearAt: string;
  readonly hold: string;
  readonly holdUnit: DurationUnit;
  readonly after: string;
  readonly afterUnit: DurationUnit;
  readonly on: 'enter' | 'leave';
  readonly corners: string;
  /** Holes of an area that came from elsewhere; kept as they are. */
  readonly holes: Polygon['coordinates'];
  readonly emails: string;
  readonly webhooks: string;
}

/** Overwrites some fields of a form. */
export type ChangeForm = (next: Partial<RuleForm>) => void;

/** What is wrong with a rule, by field; a key of the texts. */
export type RuleProblems = Partial<Record<keyof RuleForm, RuleProblem>>;
export type RuleProblem =
  | 'missingName'
  | 'missingType'
  | 'missingAttribute'
  | 'badNumber'
  | 'badClearAbove'
  | 'badClearBelow'
  | 'badDuration'
  | 'badDelay'
  | 'badArea'
  | 'badEmail'
  | 'badWebhook';

export const emptyRuleForm: RuleForm = {
  name: '',
  entityType: '',
  entityId: '',
  severity: 'warning',
  isActive: true,
  kind: 'threshold',
  attribute: '',
  direction: 'above',
  raiseAt: '',
  clearAt: '',
  hold: '5',
  holdUnit: 'minutes',
  after: '1',
  afterUnit: 'hours',
  on: 'enter',
  corners: '',
  holes: [],
  emails: '',
  webhooks: '',
};

/** The form of a saved rule. */
export const formOfRule = (rule: AlertRule): RuleForm => ({
  ...emptyRuleForm,
  name: rule.name,
  entityType: rule.entityType,
  entityId: rule.entityId ?? '',
  severity: rule.severity,
  isActive: rule.isActive,
  emails: rule.recipients.emails.join('\n'),
  webhooks: rule.recipients.webhooks.join('\n'),
  ...formOfCondition(rule.condition),
});

const formOfCondition = (condition: AlertCondition): Partial<RuleForm> => {
  switch (condition.kind) {
    case 'threshold': {
      const { kind, attribute, direction, raiseAt, clearAt, holdSeconds } = condition;
      const { amount, unit } = fromSeconds(holdSeconds);
      return {
        kind,
        attribute,
        direction,
        raiseAt: String(raiseAt),
        clearAt: clearAt === raiseAt ? '' : String(clearAt),
        hold: String(amount),
        holdUnit: unit,
      };
    }
    case 'missing-data': {
      const { amount, unit } = fromSeconds(condition.afterSeconds);
      return {
        kind: condition.kind,
        attribute: condition.attribute ?? '',
        after: String(amount),
        afterUnit: unit,
      };
    }
    case 'geofence': {
      const { kind, attribute, on, polygon } = condition;
      return {
        kind,
        attribute,
        on,
        corners: formatCorners(cornersOf(polygon)),
        holes: polygon.coordinates.slice(1),
      };
    }
  }
};

/** A number with decimal point or comma; NaN for anything else. */
export const parseNumber = (text: string): number =>
  /^\s*-?\d+(?:[.,]\d+)?\s*$/u.test(text) ? Number(text.trim().replace(',', '.')) : Number.NaN;

/** The entries of a text, one per line; commas and semicolons part e-mail addresses, too. */
const entries = (text: string, separator: RegExp): readonly string[] => [
  ...new Set(
    text
      .split(separator)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  ),
];

const isEmail = (text: string): boolean => /^[^\s@<>"]+@[^\s@<>"]+$/u.test(text);
const isWebhook = (text: string): boolean => /^https?:$/u.test(URL.parse(text)?.protocol ?? '');

/** The rule of a form, or what is wrong with it, all findings at once. */
export const toRule = (
  form: RuleForm,
): { readonly rule: AlertRuleDraft } | { readonly problems: RuleProblems } => {
  const emails = entries(form.emails, /[\n,;]/u);
  const webhooks = entries(form.webhooks, /\n/u);
  const problems: RuleProblems = {
    ...(form.name.trim() === '' ? { name: 'missingName' } : {}),
    ...(form.entityType === '' ? { entityType: 'missingType' } : {}),
    ...(emails.every(isEmail) ? {} : { emails: 'badEmail' }),
    ...(webhooks.every(isWebhook) ? {} : { webhooks: 'badWebhook' }),
    ...conditionProblems(form),
  };
  if (Object.keys(problems).length > 0) return { problems };
  return {
    rule: {
      name: form.name.trim(),
      entityType: form.entityType,
      ...(form.entityId === '' ? {} : { entityId: form.entityId }),
      severity: form.severity,
      isActive: form.isActive,
      condition: toCondition(form),
      recipients: { emails, webhooks },
    },
  };
};

const conditionProblems = (form: RuleForm): RuleProblems => {
  switch (form.kind) {
    case 'threshold':
      return thresholdProblems(form);
    case 'missing-data':
      return parseNumber(form.after) > 0 ? {} : { after: 'badDelay' };
    case 'geofence': {
      const read = parseCorners(form.corners);
      const isArea = 'corners' in read && cornersProblem(read.corners) === undefined;
      return isArea ? {} : { corners: 'badArea' };
    }
  }
};

const thresholdProblems = (form: RuleForm): RuleProblems => {
  const raiseAt = parseNumber(form.raiseAt);
  const clearAt = form.clearAt.trim() === '' ? raiseAt : parseNumber(form.clearAt);
  const clearProblem = (): RuleProblems => {
    if (Number.isNaN(raiseAt)) return {};
    if (Number.isNaN(clearAt)) return { clearAt: 'badNumber' };
    if (form.direction === 'above' && clearAt > raiseAt) return { clearAt: 'badClearAbove' };
    return form.direction === 'below' && clearAt < raiseAt ? { clearAt: 'badClearBelow' } : {};
  };
  return {
    ...(form.attribute === '' ? { attribute: 'missingAttribute' } : {}),
    ...(Number.isNaN(raiseAt) ? { raiseAt: 'badNumber' } : {}),
    ...clearProblem(),
    ...(parseNumber(form.hold) >= 0 ? {} : { hold: 'badDuration' }),
  };
};

const toCondition = (form: RuleForm): AlertCondition => {
  switch (form.kind) {
    case 'threshold': {
      const raiseAt = parseNumber(form.raiseAt);
      return {
        kind: 'threshold',
        attribute: form.attribute,
        direction: form.direction,
        raiseAt,
        clearAt: form.clearAt.trim() === '' ? raiseAt : parseNumber(form.clearAt),
        holdSeconds: toSeconds({ amount: parseNumber(form.hold), unit: form.holdUnit }),
      };
    }
    case 'missing-data':
      return {
        kind: 'missing-data',
        ...(form.attribute === '' ? {} : { attribute: form.attribute }),
        afterSeconds: toSeconds({ amount: parseNumber(form.after), unit: form.afterUnit }),
      };
    case 'geofence': {
      const read = parseCorners(form.corners);
      return {
        kind: 'geofence',
        attribute: form.attribute === '' ? 'location' : form.attribute,
        on: form.on,
        polygon: toPolygon('corners' in read ? read.corners : [], form.holes),
      };
    }
  }
};
