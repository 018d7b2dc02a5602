import { slug } from './slug.ts';

/** A text with fields in braces: {name} as it is, {name|slug} as part of an id. */
export interface Template {
  readonly fields: readonly string[];
  /** The text; nothing when one of the fields is empty. */
  fill(textOf: (field: string) => string): string | undefined;
}

interface Part {
  readonly text: string;
  readonly field?: string;
  readonly isSlug?: boolean;
}

const PLACEHOLDER = /\{([^{}|]+)(?:\|([^{}|]*))?\}/g;

/** What is wrong with the text of a template; nothing when it is fine. */
export const templateProblem = (text: string): string | undefined => {
  const strange = [...text.matchAll(PLACEHOLDER)].find(
    ([, , filter]) => filter !== undefined && filter !== 'slug',
  );
  if (strange !== undefined) return `"${strange[2] ?? ''}" is no filter; slug is one`;
  return /[{}]/.test(text.replace(PLACEHOLDER, '')) ? 'has a brace without its partner' : undefined;
};

const partsOf = (text: string): readonly Part[] => {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: '', field: match[1] ?? '', isSlug: match[2] === 'slug' });
    at = match.index + match[0].length;
  }
  parts.push({ text: text.slice(at) });
  return parts.filter(({ text: fixed, field }) => fixed !== '' || field !== undefined);
};

/** Reads a template without problems (`templateProblem`). */
export const parseTemplate = (text: string): Template => {
  const parts = partsOf(text);
  return {
    fields: parts.flatMap(({ field }) => field ?? []),
    fill: (textOf) => {
      let filled = '';
      for (const part of parts) {
        if (part.field === undefined) {
          filled += part.text;
          continue;
        }
        const content = textOf(part.field);
        const piece = part.isSlug === true ? slug(content) : content;
        if (piece === '') return undefined;
        filled += piece;
      }
      return filled;
    },
  };
};
