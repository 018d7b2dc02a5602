import { Button } from '@allmende/design-system';
import { useId, useState } from 'react';
import { useText } from '../../i18n/index.ts';
import { Prose } from './prose.tsx';
import { text } from './text.ts';

/** Texts beyond this are folded at first: the files below are what most people come for. */
const longFrom = 1200;

/** The description of a data set; a long one unfolds. */
export const Description = ({ children }: { readonly children: string }) => {
  const t = useText(text);
  const id = useId();
  const [isWhole, setWhole] = useState(children.length <= longFrom);
  const prose = <Prose label={t('description')}>{children}</Prose>;
  if (children.length <= longFrom) return prose;
  return (
    <div>
      <div
        id={id}
        className={isWhole ? undefined : 'portal__folded'}
        // A link inside that the keyboard reaches has to be seen.
        onFocus={() => {
          setWhole(true);
        }}
      >
        {prose}
      </div>
      <Button
        variant="tertiary"
        className="kern-btn--x-small"
        aria-expanded={isWhole}
        aria-controls={id}
        onClick={() => {
          setWhole(!isWhole);
        }}
      >
        {isWhole ? t('shortDescription') : t('wholeDescription')}
      </Button>
    </div>
  );
};
