type Problem = 'missing' | 'notJson' | 'noContext';

/** A document with `@context`, or why a text is none; `line` where the JSON ends to be understood, if known. */
export type ContextText =
  | { readonly document: { readonly '@context': unknown } }
  | { readonly problem: Problem; readonly detail?: string };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads what somebody pasted; whether the terms in it are valid, the server decides. */
export const readContextText = (text: string): ContextText => {
  if (text.trim() === '') return { problem: 'missing' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return { problem: 'notJson', ...(cause instanceof Error ? { detail: cause.message } : {}) };
  }
  if (!isRecord(value) || value['@context'] === undefined || value['@context'] === null)
    return { problem: 'noContext' };
  return { document: { ...value, '@context': value['@context'] } };
};

/** A document as it came from the server; undefined where it has no context. */
export const contextDocument = (document: unknown): { readonly '@context': unknown } | undefined =>
  isRecord(document) && '@context' in document
    ? { ...document, '@context': document['@context'] }
    : undefined;

/** The terms that a document defines itself, by name. */
export const termsOf = (document: unknown): readonly string[] => {
  const context = isRecord(document) ? document['@context'] : undefined;
  const parts: readonly unknown[] = Array.isArray(context) ? context : [context];
  const names = parts.filter(isRecord).flatMap((part) => Object.keys(part));
  return [...new Set(names)].filter((name) => !name.startsWith('@')).sort();
};

/** What to call a context: the end of its address. */
export const contextName = (address: string): string => {
  const url = URL.parse(address);
  const end = url?.pathname
    .split('/')
    .filter((part) => part !== '')
    .at(-1);
  return end === undefined ? address : decodeURIComponent(end);
};
