import { useEffect } from 'react';

/** Names the page in the browser's title; '' while its name is not known yet. */
export const usePageTitle = (name: string): void => {
  useEffect(() => {
    document.title = name === '' ? 'Allmende' : `${name} – Allmende`;
  }, [name]);
};
