import type { Labelled } from '../../api/portal.ts';
import { useText } from '../../i18n/index.ts';
import { text } from './text.ts';
import { useWords } from './use-words.ts';

const most = 6;

/** The formats of a data set as short marks. */
export const Formats = ({ formats }: { readonly formats: readonly Labelled[] }) => {
  const t = useText(text);
  const words = useWords();
  if (formats.length === 0) return null;
  return (
    <span className="portal__formats">
      <span className="kern-sr-only">{t('formats')}</span>
      {formats.slice(0, most).map(({ value, label }) => (
        <span key={value} className="portal__format">
          {words(label)}
        </span>
      ))}
      {formats.length > most ? <span>{t('moreFormats', { count: formats.length - most })}</span> : null}
    </span>
  );
};
