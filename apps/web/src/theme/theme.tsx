import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Theme = 'light' | 'dark';

interface ChosenTheme {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
}

const storageKey = 'allmende.theme';
const ThemeContext = createContext<ChosenTheme>({ theme: 'light', setTheme: () => undefined });
const systemDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

const storedTheme = (): Theme | undefined => {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : undefined;
};

/** Light or dark: the system's wish until one is chosen here. */
export const ThemeProvider = ({ children }: { readonly children: ReactNode }) => {
  const [chosen, setChosen] = useState(storedTheme);
  const [isSystemDark, setSystemDark] = useState(() => systemDark().matches);
  useEffect(() => {
    const query = systemDark();
    const follow = (): void => {
      setSystemDark(query.matches);
    };
    query.addEventListener('change', follow);
    return () => {
      query.removeEventListener('change', follow);
    };
  }, []);
  const theme = chosen ?? (isSystemDark ? 'dark' : 'light');
  useEffect(() => {
    document.documentElement.dataset['kernTheme'] = theme;
    document.documentElement.style.colorScheme = theme;
    if (chosen !== undefined) localStorage.setItem(storageKey, chosen);
  }, [theme, chosen]);
  const value = useMemo(() => ({ theme, setTheme: setChosen }), [theme]);
  return <ThemeContext value={value}>{children}</ThemeContext>;
};

/** The theme in use and its switch. */
export const useTheme = (): ChosenTheme => useContext(ThemeContext);
