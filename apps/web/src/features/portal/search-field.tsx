import { useEffect, useEffectEvent, useId, useState } from 'react';
import { useText } from '../../i18n/index.ts';
import { text } from './text.ts';

interface SearchFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Long enough not to search for every letter, short enough to feel like at once. */
const pauseMs = 200;

/** The words to look for; told after a short pause in typing. */
export const SearchField = ({ value, onChange }: SearchFieldProps) => {
  const t = useText(text);
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // The address changed by other means, such as the way back.
  if (known !== value) {
    setKnown(value);
    if (typed.trim() !== value.trim()) setTyped(value);
  }
  const tell = useEffectEvent(() => {
    if (typed.trim() !== value.trim()) onChange(typed.trim());
  });
  useEffect(() => {
    const timer = setTimeout(tell, pauseMs);
    return () => {
      clearTimeout(timer);
    };
  }, [typed]);
  return (
    <form
      role="search"
      className="portal__field"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== value.trim()) onChange(typed.trim());
      }}
    >
      <label className="kern-label" htmlFor={id}>
        {t('searchLabel')}
      </label>
      <input
        id={id}
        type="search"
        className="kern-form-input__input"
        placeholder={t('searchPlaceholder')}
        autoComplete="off"
        maxLength={500}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
        }}
      />
    </form>
  );
};
