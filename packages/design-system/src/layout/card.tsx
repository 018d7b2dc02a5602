import { useId, type ReactNode } from 'react';

export interface CardProps {
  readonly title: ReactNode;
  /** Name of the region where several cards bear the same title. */
  readonly label?: string;
  readonly preline?: ReactNode;
  readonly headingLevel?: 2 | 3 | 4;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
  readonly children?: ReactNode;
  readonly className?: string;
}

/** A titled region in a KERN card. */
export const Card = (props: CardProps) => {
  const { title, label, preline, headingLevel = 2, actions, footer, children, className = '' } = props;
  const id = useId();
  const Heading = `h${String(headingLevel)}` as 'h2' | 'h3' | 'h4';
  return (
    <section
      className={`kern-card ds-card ${className}`.trimEnd()}
      {...(label === undefined ? { 'aria-labelledby': id } : { 'aria-label': label })}
    >
      <div className="kern-card__container">
        <header className="kern-card__header ds-card__header">
          <div>
            {preline === undefined ? null : <p className="kern-preline">{preline}</p>}
            <Heading className="kern-title" id={id}>
              {title}
            </Heading>
          </div>
          {actions === undefined ? null : <div className="ds-card__actions">{actions}</div>}
        </header>
        <div className="kern-card__body ds-card__body">{children}</div>
        {footer === undefined ? null : <footer className="kern-card__footer">{footer}</footer>}
      </div>
    </section>
  );
};
