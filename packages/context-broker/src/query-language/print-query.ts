import type { CompiledContext } from '@allmende/jsonld';
import type { AttributePath, QueryNode, QueryValue } from './query.ts';

/** Longest text that is passed on, as addresses have limits. */
const longest = 2000;

const bare = (text: string, allowed: RegExp): string | undefined => (allowed.test(text) ? text : undefined);

/** Texts that are all there; undefined when one is missing. */
const joined = (texts: readonly (string | undefined)[], separator: string): string | undefined =>
  texts.includes(undefined) ? undefined : texts.join(separator);

/** A name with dots or of another vocabulary can only stand alone. */
const printPath = ({ names, trailing }: AttributePath, { compact }: CompiledContext): string | undefined => {
  const short = names.map(compact);
  const isAlone = short.length === 1 && short[0]?.includes('://') === true;
  const allowed = isAlone ? /^[^;|(),=!<>~"[\]{}\s]+$/u : /^[^;|(),=!<>~"[\]{}\s.:]+$/u;
  const path = joined(
    short.map((name) => bare(name, allowed)),
    '.',
  );
  const inside = trailing.map((name) => bare(name, /^[^\][;|()"=<>~.]+$/u));
  if (path === undefined || inside.includes(undefined)) return undefined;
  return inside.length === 0 ? path : `${path}[${inside.join('.')}]`;
};

const printValue = (value: QueryValue): string | undefined => {
  switch (value.kind) {
    case 'number':
    case 'boolean':
      return String(value.value);
    case 'text':
      return JSON.stringify(value.value);
    case 'time':
      return bare(value.value, /^[^,]+$/u);
    case 'uri':
      return bare(value.value, /^[a-zA-Z][a-zA-Z0-9+.-]*:(?:(?!\.\.)[^;|(),"<>\s])+$/u);
    case 'range':
      return joined([value.from, value.to].map(printValue), '..');
    case 'list':
      return joined(value.values.map(printValue), ',');
  }
};

const print = (node: QueryNode, context: CompiledContext): string | undefined => {
  if ('children' in node) {
    const children = node.children.map((child) => print(child, context));
    const inner = joined(children, node.kind === 'and' ? ';' : '|');
    return inner === undefined ? undefined : `(${inner})`;
  }
  const path = printPath(node.path, context);
  if (path === undefined) return undefined;
  if (node.kind === 'exists') return path;
  if (node.kind === 'absent') return `!${path}`;
  const value = printValue(node.value);
  return value === undefined ? undefined : `${path}${node.operator}${value}`;
};

/** A condition as the text that means it in the names of a context; undefined when there is none, or none short enough. */
export const printQuery = (node: QueryNode, context: CompiledContext): string | undefined => {
  const text = print(node, context);
  return text === undefined || text.length > longest ? undefined : text;
};
