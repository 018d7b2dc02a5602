import type { DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { Iri } from '../catalogue/dataset.ts';
import type { Proposal } from '../catalogue/proposal.ts';
import { descriptionOf, majority, rounded, seriesTitle, strongest, titleOf, type Hint } from './hint.ts';

const frequency = (code: string): Iri => `http://publications.europa.eu/resource/authority/frequency/${code}`;

interface WordHint {
  readonly code: string;
  readonly pattern: RegExp;
}

/** What offices write about how often they renew data; the quickest that is named counts. */
const words: readonly WordHint[] = [
  {
    code: 'CONT',
    pattern: /echtzeit|live[- ]?(?:daten|api|position)|\blive\b|minütlich|alle \d+ minuten|realtime/iu,
  },
  { code: 'HOURLY', pattern: /(?<!viertel)stündlich(?: aktualisiert)?/iu },
  { code: 'DAILY', pattern: /tagesaktuell|täglich(?: aktualisiert)?/iu },
  { code: 'WEEKLY', pattern: /wöchentlich/iu },
  { code: 'MONTHLY', pattern: /monatlich/iu },
  { code: 'QUARTERLY', pattern: /vierteljährlich|quartalsweise|pro quartal/iu },
  { code: 'ANNUAL_2', pattern: /halbjährlich/iu },
  { code: 'ANNUAL', pattern: /(?<!viertel|halb)jährlich|jedes jahr|pro jahr|einmal im jahr/iu },
];

const fromWords = (record: DatasetRecord): readonly Hint[] =>
  words.flatMap(({ code, pattern }): readonly Hint[] => {
    const inTitle = pattern.exec(titleOf(record))?.[0];
    const found = inTitle ?? pattern.exec(descriptionOf(record).slice(0, 20_000))?.[0];
    if (found === undefined) return [];
    const isTitle = inTitle !== undefined;
    return [
      {
        value: frequency(code),
        confidence: isTitle ? 0.8 : 0.6,
        reason: {
          de: `${isTitle ? 'Der Titel' : 'Die Beschreibung'} enthält „${found}“.`,
          en: `The ${isTitle ? 'title' : 'description'} contains “${found}”.`,
        },
      },
    ];
  });

const seriesOf = (record: DatasetRecord, all: readonly DatasetRecord[]): readonly DatasetRecord[] => {
  const series = seriesTitle(titleOf(record));
  return series === ''
    ? []
    : all.filter((other) => other.id !== record.id && seriesTitle(titleOf(other)) === series);
};

const year = /\b(?:19|20)\d{2}\b/u;

const fromSeries = (record: DatasetRecord, all: readonly DatasetRecord[]): readonly Hint[] => {
  const others = seriesOf(record, all);
  const known = majority(others.flatMap(({ content }) => content.accrualPeriodicity ?? []));
  if (known !== undefined) {
    return [
      {
        value: known.value,
        confidence: rounded(0.9 * known.share),
        reason: {
          de: `So steht es bei ${String(known.count)} weiteren Ausgaben dieses Datensatzes.`,
          en: `So it is with ${String(known.count)} other editions of this dataset.`,
        },
      },
    ];
  }
  const editions = [record, ...others].filter((one) => year.test(titleOf(one)));
  if (editions.length < 2) return [];
  return [
    {
      value: frequency('ANNUAL'),
      confidence: 0.65,
      reason: {
        de: `Der Datensatz erscheint in ${String(editions.length)} Ausgaben nach Jahren.`,
        en: `The dataset appears in ${String(editions.length)} editions by year.`,
      },
    },
  ];
};

const event = /wahl\b|wahlen\b|\(?stand\b|evaluation|zwischenbericht/iu;

/** What happened once, or describes a day in the past, is not renewed. */
const fromPastEvent = (record: DatasetRecord): readonly Hint[] => {
  const title = titleOf(record);
  const [found] = year.exec(title) ?? [];
  if (found === undefined || !event.test(title)) return [];
  return [
    {
      value: frequency('NEVER'),
      confidence: 0.7,
      reason: {
        de: `Der Titel nennt einen festen Stand oder ein Ereignis (${found}).`,
        en: `The title names a fixed state or an event (${found}).`,
      },
    },
  ];
};

const isService = (format: Iri | undefined): boolean => /(?:WFS|WMS)_SRVC$/u.test(format ?? '');

const fromFormats = ({ content }: DatasetRecord): readonly Hint[] =>
  content.distributions.some(({ format }) => isService(format))
    ? [
        {
          value: frequency('IRREG'),
          confidence: 0.45,
          reason: {
            de: 'Ein Geodienst liefert den Stand des Fachverfahrens; er ändert sich, wenn dort etwas geändert wird.',
            en: 'A geo service gives what the office keeps; it changes whenever something is changed there.',
          },
        },
      ]
    : [];

const fromDates = ({ content }: DatasetRecord): readonly Hint[] => {
  const { issued, modified } = content;
  if (issued === undefined || modified === undefined) return [];
  const [first, last] = [issued.slice(0, 10), modified.slice(0, 10)];
  return [
    {
      value: frequency('IRREG'),
      confidence: 0.25,
      reason: {
        de: `Kein anderer Hinweis; angelegt ${first}, zuletzt geändert ${last}.`,
        en: `No other hint; created ${first}, last changed ${last}.`,
      },
    },
  ];
};

const unknown: Hint = {
  value: frequency('UNKNOWN'),
  confidence: 0.1,
  reason: {
    de: 'Nichts sagt, wie oft die Daten erneuert werden.',
    en: 'Nothing tells how often the data are renewed.',
  },
};

/** An update frequency for a dataset without one; "unknown" if nothing speaks for one. */
export const proposeFrequency = (
  record: DatasetRecord,
  all: readonly DatasetRecord[],
): Proposal | undefined => {
  if (record.content.accrualPeriodicity !== undefined) return undefined;
  const hint = strongest([
    ...fromSeries(record, all),
    ...fromWords(record),
    ...fromPastEvent(record),
    ...fromFormats(record),
    ...fromDates(record),
    unknown,
  ]);
  if (hint === undefined) return undefined;
  const { value, confidence, reason } = hint;
  return { id: 'accrualPeriodicity', field: 'accrualPeriodicity', values: [value], confidence, reason };
};
