import { toQuery, type Condition, type Join, type Operator } from './filter.ts';

/** A filter as the builder shows it. */
export interface Filter {
  readonly conditions: readonly Condition[];
  readonly join: Join;
}

const symbols: Readonly<Record<string, Operator>> = {
  '==': 'eq',
  '!=': 'ne',
  '>=': 'ge',
  '<=': 'le',
  '>': 'gt',
  '<': 'lt',
};

/** Cuts at a separator, except within quotes. */
const cut = (text: string, separator: string): readonly string[] => {
  const parts = [''];
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '\\' && isQuoted) {
      parts.push(`${parts.pop() ?? ''}${text.slice(index, index + 2)}`);
      index += 1;
      continue;
    }
    if (char === '"') isQuoted = !isQuoted;
    if (char === separator && !isQuoted) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${char}`);
  }
  return parts;
};

const quotedText = (value: string): string | undefined => {
  if (!value.startsWith('"')) return undefined;
  try {
    const text: unknown = JSON.parse(value);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
};

const unescapePattern = (pattern: string): string => pattern.replaceAll(/\\([\\^$.*+?()[\]{}|/])/gu, '$1');

const readTerm = (term: string): Condition | undefined => {
  const [, attribute = '', symbol = '', value = ''] =
    /^([^=!<>~"]+)(==|!=|>=|<=|~=|>|<)?(.*)$/su.exec(term) ?? [];
  if (attribute === '') return undefined;
  if (symbol === '') return { attribute, operator: 'exists', value: '' };
  const text = quotedText(value);
  if (symbol === '~=') {
    const pattern = text?.startsWith('(?i)') === true ? text.slice('(?i)'.length) : undefined;
    return pattern === undefined
      ? undefined
      : { attribute, operator: 'contains', value: unescapePattern(pattern) };
  }
  const operator = symbols[symbol] ?? 'eq';
  if (text === undefined) return { attribute, operator, value };
  if (operator === 'eq') return { attribute, operator: 'is', value: text };
  return operator === 'ne' ? { attribute, operator: 'isnt', value: text } : undefined;
};

/** The conditions of a `q`; undefined when the builder could not write this very `q` again. */
export const readQuery = (q: string): Filter | undefined => {
  if (q === '') return { conditions: [], join: 'and' };
  for (const join of ['and', 'or'] as const) {
    const terms = cut(q, join === 'and' ? ';' : '|').map(readTerm);
    const conditions = terms.filter((term) => term !== undefined);
    if (conditions.length === terms.length && toQuery(conditions, join) === q) return { conditions, join };
  }
  return undefined;
};
