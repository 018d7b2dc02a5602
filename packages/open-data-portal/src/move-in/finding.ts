import type { Bilingual } from '../catalogue/proposal.ts';

/** How much a finding matters: an error keeps an entry out, a warning costs quality, information is to be known. */
export type Severity = 'error' | 'warning' | 'info';

/** What is to be known of one entry after the move, and what to do about it. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Name of the field in the export. */
  readonly field?: string;
  /** The value in question, shortened for people. */
  readonly value?: string;
  /** Id and title of the resource, if the finding is about one. */
  readonly distribution?: { readonly id: string; readonly title: string };
  readonly message: Bilingual;
  readonly fix: Bilingual;
}

interface FindingKind {
  readonly severity: Severity;
  readonly message: Bilingual;
  readonly fix: Bilingual;
}

const kinds = {
  'not-a-dataset': {
    severity: 'error',
    message: {
      de: 'Der Eintrag hat keine Kennung oder keinen Titel.',
      en: 'The entry has no id or no title.',
    },
    fix: {
      de: 'Im Quellportal ergänzen und den Umzug wiederholen.',
      en: 'Add it in the source portal and repeat the move.',
    },
  },
  'duplicate-dataset': {
    severity: 'error',
    message: {
      de: 'Die Kennung kommt im Export mehrfach vor.',
      en: 'The id occurs more than once in the export.',
    },
    fix: {
      de: 'Doppelten Eintrag im Quellportal löschen oder neu anlegen.',
      en: 'Delete the second entry in the source portal, or create it anew.',
    },
  },
  'not-stored': {
    severity: 'error',
    message: { de: 'Der Eintrag konnte nicht gespeichert werden.', en: 'The entry could not be stored.' },
    fix: {
      de: 'Meldung lesen, beheben, Umzug wiederholen.',
      en: 'Read the message, mend it, repeat the move.',
    },
  },
  'few-fields': {
    severity: 'warning',
    message: {
      de: 'Der Export enthält für diesen Datensatz fast keine Angaben.',
      en: 'The export tells almost nothing about this dataset.',
    },
    fix: {
      de: 'Den Datensatz im Editor vervollständigen: Kontakt, Lizenz, Thema, Daten.',
      en: 'Complete the dataset in the editor: contact, licence, theme, dates.',
    },
  },
  'no-resources': {
    severity: 'warning',
    message: { de: 'Der Datensatz hat keine Ressourcen.', en: 'The dataset has no resources.' },
    fix: {
      de: 'Mindestens eine Datei oder einen Dienst ergänzen oder den Datensatz zurückziehen.',
      en: 'Add at least one file or service, or withdraw the dataset.',
    },
  },
  'theme-missing': {
    severity: 'warning',
    message: { de: 'Kein Thema (DD Thema) angegeben.', en: 'No theme is given.' },
    fix: {
      de: 'Vorschlag prüfen und annehmen oder ein Thema wählen.',
      en: 'Accept the proposal, or choose a theme.',
    },
  },
  'frequency-missing': {
    severity: 'warning',
    message: { de: 'Keine Aktualisierungshäufigkeit angegeben.', en: 'No update frequency is given.' },
    fix: {
      de: 'Vorschlag prüfen und annehmen oder die Fachstelle fragen, wie oft die Daten erneuert werden.',
      en: 'Accept the proposal, or ask the office how often the data are renewed.',
    },
  },
  'licence-missing': {
    severity: 'warning',
    message: {
      de: 'Für die Ressource ist keine Lizenz angegeben.',
      en: 'No licence is given for the resource.',
    },
    fix: {
      de: 'Vorschlag prüfen und annehmen oder die Lizenz bei der Fachstelle erfragen.',
      en: 'Accept the proposal, or ask the office for the licence.',
    },
  },
  'licence-differs': {
    severity: 'info',
    message: {
      de: 'Die Lizenz der Ressource ist eine andere als die des Datensatzes.',
      en: 'The licence of the resource differs from that of the dataset.',
    },
    fix: {
      de: 'Prüfen, welche gilt; übernommen wurde die der Ressource.',
      en: 'Check which one holds; that of the resource was taken.',
    },
  },
  'unknown-value': {
    severity: 'warning',
    message: {
      de: 'Der Wert steht in keiner Codeliste; er ist unter den weiteren Angaben aufgehoben.',
      en: 'The value is in no code list; it is kept among the further facts.',
    },
    fix: { de: 'Im Editor einen Wert der Liste wählen.', en: 'Choose a value of the list in the editor.' },
  },
  'invalid-value': {
    severity: 'warning',
    message: {
      de: 'Der Wert ist nicht lesbar; er ist unter den weiteren Angaben aufgehoben.',
      en: 'The value cannot be read; it is kept among the further facts.',
    },
    fix: { de: 'Im Editor richtig eintragen.', en: 'Enter it rightly in the editor.' },
  },
  'period-reversed': {
    severity: 'warning',
    message: {
      de: 'Der Zeitraum endet vor seinem Beginn; er ist unter den weiteren Angaben aufgehoben.',
      en: 'The period ends before it begins; it is kept among the further facts.',
    },
    fix: { de: 'Beginn und Ende im Editor eintragen.', en: 'Enter start and end in the editor.' },
  },
  'markup-lost': {
    severity: 'warning',
    message: {
      de: 'Der Text enthält Elemente, die Markdown nicht kennt (Formular, Skript, Rahmen).',
      en: 'The text holds elements that Markdown lacks (form, script, frame).',
    },
    fix: {
      de: 'Der ursprüngliche Text ist unter den weiteren Angaben aufgehoben. Auswahlformulare besser als einzelne Ressourcen anbieten.',
      en: 'The original text is kept among the further facts. Better offer what a form selects as resources.',
    },
  },
  'address-missing': {
    severity: 'warning',
    message: { de: 'Die Ressource hat keine Adresse.', en: 'The resource has no address.' },
    fix: {
      de: 'Datei hochladen oder verlinken; Vorschlag prüfen, falls die Beschreibung Adressen nennt.',
      en: 'Upload or link the file; look at the proposal if the description names addresses.',
    },
  },
  'dead-link': {
    severity: 'warning',
    message: {
      de: 'Die Adresse der Ressource antwortet nicht.',
      en: 'The address of the resource does not answer.',
    },
    fix: {
      de: 'Adresse berichtigen oder die Ressource entfernen.',
      en: 'Mend the address, or remove the resource.',
    },
  },
  'resource-withheld': {
    severity: 'info',
    message: {
      de: 'Die Ressource ist im Quellportal nicht veröffentlicht; sie wurde nicht übernommen und steht vollständig im Bericht.',
      en: 'The resource is not published in the source portal; it was not taken over and is in the report in full.',
    },
    fix: { de: 'Bei Bedarf im Editor neu anlegen.', en: 'Create it in the editor if it is needed.' },
  },
  'resource-id-repeated': {
    severity: 'info',
    message: {
      de: 'Die Ressource gehört zu mehreren Datensätzen; hier erhielt sie eine eigene Kennung.',
      en: 'The resource belongs to several datasets; it was given an id of its own here.',
    },
    fix: {
      de: 'Prüfen, ob sie in einem der Datensätze entfallen kann.',
      en: 'Check whether one of the datasets can do without it.',
    },
  },
  'name-changed': {
    severity: 'info',
    message: {
      de: 'Der Name in der Adresse war vergeben und wurde ergänzt.',
      en: 'The name in the address was taken and was extended.',
    },
    fix: { de: 'Bei Bedarf im Editor ändern.', en: 'Change it in the editor if needed.' },
  },
  'draft-kept': {
    severity: 'info',
    message: {
      de: 'Der Datensatz ist im Quellportal nicht öffentlich und wurde als Entwurf übernommen.',
      en: 'The dataset is not public in the source portal and was taken over as a draft.',
    },
    fix: { de: 'Prüfen und veröffentlichen oder löschen.', en: 'Check, then publish or delete it.' },
  },
} as const satisfies Readonly<Record<string, FindingKind>>;

export type FindingCode = keyof typeof kinds;

export const findingCodes = Object.keys(kinds);

const maxShown = 300;

const shortened = (value: string): string =>
  value.length > maxShown ? `${value.slice(0, maxShown)}…` : value;

export const createFinding = (
  code: FindingCode,
  about: Pick<Finding, 'field' | 'distribution' | 'value'> = {},
): Finding => ({
  code,
  ...kinds[code],
  ...about,
  ...(about.value === undefined ? {} : { value: shortened(about.value) }),
});
