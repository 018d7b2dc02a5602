import type { ReactNode } from 'react';

export interface Fact {
  readonly term: string;
  /** Nothing is said where there is none. */
  readonly value: ReactNode;
}

/** What is known of something, one line each. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className="kern-description-list ds-facts">
    {facts
      .filter(({ value }) => value !== undefined && value !== null && value !== '')
      .map(({ term, value }) => (
        <div className="kern-description-list-item" key={term}>
          <dt className="kern-description-list-item__key">{term}</dt>
          <dd className="kern-description-list-item__value">{value}</dd>
        </div>
      ))}
  </dl>
);
