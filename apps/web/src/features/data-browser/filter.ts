/** What an attribute's values are, seen from the filter. */
export type ValueKind = 'number' | 'text' | 'boolean' | 'time' | 'uri' | 'place' | 'unknown';

/** `is`, `isnt` and `contains` compare text; `eq` to `ge` compare numbers, truth values, times and URIs. */
export const operators = [
  'eq',
  'ne',
  'gt',
  'ge',
  'lt',
  'le',
  'is',
  'isnt',
  'contains',
  'exists',
] as const satisfies readonly string[];
export type Operator = (typeof operators)[number];

/** One line of the filter; `attribute` is an NGSI-LD attribute path, for example `address[streetAddress]`. */
export interface Condition {
  readonly attribute: string;
  readonly operator: Operator;
  readonly value: string;
}

/** Whether all or any of the conditions have to hold. */
export type Join = 'and' | 'or';

/** Operators that make sense for values of a kind, the usual one first. */
export const operatorsFor = (kind: ValueKind): readonly Operator[] => {
  switch (kind) {
    case 'number':
      return ['gt', 'ge', 'lt', 'le', 'eq', 'ne', 'exists'];
    case 'text':
      return ['contains', 'is', 'isnt', 'exists'];
    case 'boolean':
    case 'uri':
      return ['eq', 'ne', 'exists'];
    case 'time':
      return ['gt', 'ge', 'lt', 'le', 'exists'];
    case 'place':
      return ['exists'];
    case 'unknown':
      return operators;
  }
};

const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const timeText = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/u;
const uriText = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s"<>;|(),]+$/u;

const isText = (operator: Operator): boolean =>
  operator === 'is' || operator === 'isnt' || operator === 'contains';

/** Why a condition cannot be asked yet; undefined when it can. */
export const conditionProblem = ({
  attribute,
  operator,
  value,
}: Condition): 'noAttribute' | 'noValue' | 'notComparable' | undefined => {
  if (attribute === '') return 'noAttribute';
  if (operator === 'exists') return undefined;
  if (value.trim() === '') return 'noValue';
  return isText(operator) || literalOf(value) !== undefined ? undefined : 'notComparable';
};

/** The value as the q language writes it without quotes; a decimal comma is understood. */
const literalOf = (value: string): string | undefined => {
  const text = value.trim();
  const number = text.replace(/^(-?\d+),(\d+)$/u, '$1.$2');
  if (numberText.test(number) || text === 'true' || text === 'false') return number;
  if (timeText.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : text;
  return uriText.test(text) ? text : undefined;
};

const symbols = { eq: '==', ne: '!=', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

/** The `q` of the conditions that can be asked (CIM 009 §4.9); '' when there are none. */
export const toQuery = (conditions: readonly Condition[], join: Join): string =>
  conditions
    .filter((condition) => conditionProblem(condition) === undefined)
    .map(toTerm)
    .join(join === 'and' ? ';' : '|');

const toTerm = ({ attribute, operator, value }: Condition): string => {
  const quoted = JSON.stringify(value.trim());
  switch (operator) {
    case 'exists':
      return attribute;
    case 'is':
      return `${attribute}==${quoted}`;
    case 'isnt':
      return `${attribute}!=${quoted}`;
    case 'contains':
      return `${attribute}~=${JSON.stringify(`(?i)${escapePattern(value.trim())}`)}`;
    default:
      return `${attribute}${symbols[operator]}${literalOf(value) ?? quoted}`;
  }
};

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
