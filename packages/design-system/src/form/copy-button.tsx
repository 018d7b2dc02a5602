import { useEffect, useState } from 'react';
import { useComponentText } from '../language.ts';
import { Button } from '../layout/button.tsx';

interface CopyButtonProps {
  readonly label: string;
  /** Makes the text when pressed. */
  readonly text: () => string;
  readonly variant?: 'primary' | 'secondary' | 'tertiary';
}

const shownForMs = 3000;

/** Copies a text to the clipboard and says so; where the browser refuses, shows the text to copy by hand. */
export const CopyButton = ({ label, text, variant = 'secondary' }: CopyButtonProps) => {
  const words = useComponentText();
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state !== 'copied') return;
    const timer = setTimeout(() => {
      setState('idle');
    }, shownForMs);
    return () => {
      clearTimeout(timer);
    };
  }, [state]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setState('copied');
    } catch {
      setState('refused');
    }
  };
  return (
    <span className="ds-copy">
      <Button variant={variant} className="kern-btn--x-small" icon="content-copy" onClick={() => void copy()}>
        {label}
      </Button>
      <span className="kern-body kern-body--small" role="status">
        {state === 'copied' ? words.copied : ''}
        {state === 'refused' ? `${words.copyByHand} ${text()}` : ''}
      </span>
    </span>
  );
};
