import { Button, CheckField } from '@allmende/design-system';
import { useState } from 'react';
import type { CountedValue } from '../../api/portal.ts';
import { useFormat, useText } from '../../i18n/index.ts';
import { text } from './text.ts';
import { useWords } from './use-words.ts';

interface FacetListProps {
  readonly title: string;
  readonly values: readonly CountedValue[];
  readonly chosen: readonly string[];
  readonly startsOpen?: boolean;
  readonly onToggle: (value: string) => void;
}

const shortLength = 6;

/** The values of a facet as check boxes; what is chosen stays, even where nothing is left of it. */
export const FacetList = ({ title, values, chosen, startsOpen = false, onToggle }: FacetListProps) => {
  const t = useText(text);
  const words = useWords();
  const format = useFormat();
  const [isLong, setLong] = useState(false);
  const [isOpen, setOpen] = useState(startsOpen || chosen.length > 0);
  const missing = chosen.filter((value) => !values.some((one) => one.value === value));
  const all = [
    ...missing.map((value): CountedValue => ({ value, label: { de: value }, count: 0 })),
    ...values,
  ];
  if (all.length === 0) return null;
  const isChosen = (value: string): boolean => chosen.includes(value);
  const shown = isLong ? all : all.filter(({ value }, index) => index < shortLength || isChosen(value));
  return (
    <details
      className="portal__facet"
      open={isOpen}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary className="kern-label">
        {title}
        {chosen.length === 0 ? null : <span className="portal__chosen-count"> ({chosen.length})</span>}
      </summary>
      <fieldset className="portal__values">
        <legend className="kern-sr-only">{title}</legend>
        {shown.map(({ value, label, count }) => (
          <CheckField
            key={value}
            isChecked={isChosen(value)}
            label={
              <>
                {words(label)} <span className="portal__number">({format.number(count)})</span>
              </>
            }
            onChange={() => {
              onToggle(value);
            }}
          />
        ))}
        {all.length <= shortLength ? null : (
          <Button
            variant="tertiary"
            className="kern-btn--x-small"
            aria-expanded={isLong}
            onClick={() => {
              setLong(!isLong);
            }}
          >
            {isLong ? t('lessOf', { facet: title }) : t('moreOf', { facet: title, count: all.length })}
          </Button>
        )}
      </fieldset>
    </details>
  );
};
