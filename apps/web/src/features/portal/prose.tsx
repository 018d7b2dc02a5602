import { useMemo } from 'react';
import { markdownToHtml } from './markdown.ts';

/** A text in Markdown; what is HTML in it is shown as text. */
export const Prose = ({ children, label }: { readonly children: string; readonly label?: string }) => {
  const html = useMemo(() => ({ __html: markdownToHtml(children) }), [children]);
  if (children.trim() === '') return null;
  return <section className="portal__prose kern-body" aria-label={label} dangerouslySetInnerHTML={html} />;
};
