import { DesignLanguage, type Language } from '@allmende/design-system';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

interface ChosenLanguage {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

const storageKey = 'allmende.language';
const LanguageContext = createContext<ChosenLanguage>({ language: 'de', setLanguage: () => undefined });

/** German unless English was chosen here before. */
const storedLanguage = (): Language => (localStorage.getItem(storageKey) === 'en' ? 'en' : 'de');

/** Gives the pages below their language and keeps the choice. */
export const LanguageProvider = ({ children }: { readonly children: ReactNode }) => {
  const [language, setLanguage] = useState(storedLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(storageKey, language);
  }, [language]);
  const chosen = useMemo(() => ({ language, setLanguage }), [language]);
  return (
    <LanguageContext value={chosen}>
      <DesignLanguage value={language}>{children}</DesignLanguage>
    </LanguageContext>
  );
};

/** The chosen language and its switch. */
export const useLanguage = (): ChosenLanguage => useContext(LanguageContext);
