import type { ReactNode } from 'react';
import { EmptyState } from './empty-state.tsx';

/** A page that has nothing but this to say: what is missing, why, and where to go on. */
export const EmptyPage = ({
  heading,
  title,
  action,
}: {
  readonly heading: string;
  readonly title: string;
  readonly action: ReactNode;
}) => (
  <>
    <h1 className="kern-heading-large">{heading}</h1>
    <EmptyState title={title} action={action} />
  </>
);
