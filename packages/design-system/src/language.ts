import { createContext, useContext } from 'react';

/** Languages the components speak. */
export type Language = 'de' | 'en';

const LanguageContext = createContext<Language>('de');

/** Sets the language of all components below: `<DesignLanguage value="en">`. */
export const DesignLanguage = LanguageContext.Provider;

/** Language of the surrounding `DesignLanguage`. */
export const useLanguage = (): Language => useContext(LanguageContext);

const texts = {
  de: {
    loading: 'Wird geladen …',
    failed: 'Das hat nicht geklappt',
    retry: 'Erneut versuchen',
    showTable: 'Als Tabelle zeigen',
    showChart: 'Als Diagramm zeigen',
    time: 'Zeit',
    noValue: 'kein Wert',
    noPoints: 'Keine Messwerte in diesem Zeitraum',
    range: 'Zeitraum',
    day: '24 Stunden',
    week: '7 Tage',
    month: '30 Tage',
    custom: 'Eigener Zeitraum',
    from: 'Von',
    to: 'Bis',
    badRange: '„Von“ muss vor „Bis“ liegen.',
    mapFailed: 'Die Karte kann hier nicht gezeichnet werden',
    mapFailedDetail: 'Dieser Browser bietet kein WebGL an. Die Liste zeigt dieselben Daten.',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    sortBy: 'Sortieren nach',
    close: 'Schließen',
    copied: 'Kopiert',
    copyByHand: 'Bitte von Hand kopieren:',
    pages: 'Seiten',
    previous: 'Zurück',
    next: 'Weiter',
    pageOf: (page: number, pages: number) => `Seite ${String(page)} von ${String(pages)}`,
  },
  en: {
    loading: 'Loading …',
    failed: 'That did not work',
    retry: 'Try again',
    showTable: 'Show as table',
    showChart: 'Show as chart',
    time: 'Time',
    noValue: 'no value',
    noPoints: 'No measurements in this period',
    range: 'Period',
    day: '24 hours',
    week: '7 days',
    month: '30 days',
    custom: 'Custom period',
    from: 'From',
    to: 'To',
    badRange: '“From” must be before “To”.',
    mapFailed: 'The map cannot be drawn here',
    mapFailedDetail: 'This browser offers no WebGL. The list shows the same data.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    sortBy: 'Sort by',
    close: 'Close',
    copied: 'Copied',
    copyByHand: 'Please copy by hand:',
    pages: 'Pages',
    previous: 'Previous',
    next: 'Next',
    pageOf: (page: number, pages: number) => `Page ${String(page)} of ${String(pages)}`,
  },
} as const;

/** Texts of the components themselves, in the current language. */
export const useComponentText = (): (typeof texts)[Language] => texts[useLanguage()];
