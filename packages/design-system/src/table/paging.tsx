import { useComponentText } from '../language.ts';
import { Button } from '../layout/button.tsx';

interface PagingProps {
  /** From 1 on. */
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

/** Steps through the pages of a list; nothing where one page holds all. */
export const Paging = ({ page, pages, onPage }: PagingProps) => {
  const text = useComponentText();
  if (pages <= 1 && page <= 1) return null;
  return (
    <nav className="ds-paging" aria-label={text.pages}>
      <Button
        variant="secondary"
        className="kern-btn--x-small"
        disabled={page <= 1}
        onClick={() => {
          onPage(Math.min(page - 1, pages));
        }}
      >
        {text.previous}
      </Button>
      <span className="kern-body" aria-live="polite">
        {text.pageOf(page, pages)}
      </span>
      <Button
        variant="secondary"
        className="kern-btn--x-small"
        disabled={page >= pages}
        onClick={() => {
          onPage(page + 1);
        }}
      >
        {text.next}
      </Button>
    </nav>
  );
};
