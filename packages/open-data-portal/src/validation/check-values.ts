import { createGraph, dateNode, durationNode, iriNode } from '../rdf/graph.ts';
import { mailbox, telephone } from '../rdf/agent-quads.ts';
import { addChecksum, mediaTypeNode } from '../rdf/distribution-quads.ts';
import { findingOf, type Message, type RecordFinding } from './finding.ts';

/** What each kind of text is not; the functions of the export decide, so that nothing is left out without a word. */
interface TextCheck {
  readonly members: ReadonlySet<string>;
  readonly isValid: (text: string) => boolean;
  readonly message: (text: string) => Message;
}

const checks: readonly TextCheck[] = [
  {
    members: new Set(
      'themes hvdCategories applicableLegislation contributorIds accessRights languages landingPages conformsTo iri type homepage url accrualPeriodicity politicalGeocodingLevels politicalGeocodings qualityProcess documentation relations sources accessUrls downloadUrls format licence availability status endpointUrls endpointDescriptions'.split(
        ' ',
      ),
    ),
    isValid: (text) => iriNode(text) !== undefined,
    message: (text) => ({
      de: `„${text}“ ist keine vollständige Adresse. Sie beginnt zum Beispiel mit https://.`,
      en: `“${text}” is not a complete address. It begins with https://, for example.`,
    }),
  },
  {
    members: new Set(['issued', 'modified', 'startDate', 'endDate']),
    isValid: (text) => dateNode(text) !== undefined,
    message: (text) => ({
      de: `„${text}“ ist kein Datum. Schreiben Sie es so: 2026-11-25.`,
      en: `“${text}” is not a date. Write it like this: 2026-11-25.`,
    }),
  },
  {
    members: new Set(['email']),
    isValid: (text) => mailbox(text) !== undefined,
    message: (text) => ({
      de: `„${text}“ ist keine E-Mail-Adresse.`,
      en: `“${text}” is not an e-mail address.`,
    }),
  },
  {
    members: new Set(['phone']),
    isValid: (text) => telephone(text) !== undefined,
    message: (text) => ({
      de: `„${text}“ ist keine Telefonnummer.`,
      en: `“${text}” is not a telephone number.`,
    }),
  },
  {
    members: new Set(['mediaType', 'compressFormat', 'packageFormat']),
    isValid: (text) => mediaTypeNode(text) !== undefined,
    message: (text) => ({
      de: `„${text}“ ist kein Medientyp. Ein Medientyp sieht so aus: text/csv.`,
      en: `“${text}” is not a media type. A media type looks like this: text/csv.`,
    }),
  },
  {
    members: new Set(['temporalResolution']),
    isValid: (text) => durationNode(text) !== undefined,
    message: (text) => ({
      de: `„${text}“ ist keine Zeitspanne nach ISO 8601. 15 Minuten sind PT15M, ein Tag ist P1D.`,
      en: `“${text}” is not a time span of ISO 8601. 15 minutes are PT15M, a day is P1D.`,
    }),
  },
];

const byMember: ReadonlyMap<string, TextCheck> = new Map(
  checks.flatMap((check) => [...check.members].map((member) => [member, check] as const)),
);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checkText = (member: string, text: string, path: string): readonly RecordFinding[] => {
  const check = byMember.get(member);
  return check === undefined || check.isValid(text)
    ? []
    : [findingOf(path, 'violation', check.message(text))];
};

const checkSize = (value: unknown, path: string): readonly RecordFinding[] =>
  Number.isSafeInteger(value) && Number(value) >= 0
    ? []
    : [
        findingOf(path, 'violation', {
          de: 'Die Größe ist eine ganze Zahl von Bytes, 0 oder mehr.',
          en: 'The size is a whole number of bytes, 0 or more.',
        }),
      ];

const checkChecksum = (value: Readonly<Record<string, unknown>>, path: string): readonly RecordFinding[] => {
  const checksum = { algorithm: String(value['algorithm']), value: String(value['value']) };
  return addChecksum(createGraph(), checksum) === undefined
    ? [
        findingOf(path, 'violation', {
          de: 'Die Prüfsumme braucht ein bekanntes Verfahren (zum Beispiel sha256) und einen hexadezimalen Wert.',
          en: 'The checksum needs a known algorithm (sha256, for example) and a hexadecimal value.',
        }),
      ]
    : [];
};

const checkBbox = (value: readonly unknown[], path: string): readonly RecordFinding[] => {
  const [west, south, east, north] = value.map(Number);
  const isValid =
    value.length === 4 &&
    west !== undefined &&
    south !== undefined &&
    east !== undefined &&
    north !== undefined &&
    west >= -180 &&
    east <= 180 &&
    west <= east &&
    south >= -90 &&
    north <= 90 &&
    south <= north;
  return isValid
    ? []
    : [
        findingOf(path, 'violation', {
          de: 'Das Rechteck besteht aus West, Süd, Ost und Nord in Grad: zum Beispiel 7.47, 51.84, 7.77, 52.06.',
          en: 'The rectangle consists of west, south, east and north in degrees: 7.47, 51.84, 7.77, 52.06, for example.',
        }),
      ];
};

/** Members with values that are anything. */
const unchecked = new Set(['geometry', 'extras']);

const checkMember = (member: string, value: unknown, path: string): readonly RecordFinding[] => {
  if (value === undefined || unchecked.has(member)) return [];
  if (member === 'byteSize') return checkSize(value, path);
  if (typeof value === 'string') return checkText(member, value, path);
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    if (member === 'bbox') return checkBbox(list, path);
    return list.flatMap((entry, index) => checkMember(member, entry, `${path}/${String(index)}`));
  }
  if (!isObject(value)) return [];
  return member === 'checksum' ? checkChecksum(value, path) : checkValues(value, path);
};

/** Findings on values that cannot be what their members say. */
export const checkValues = (content: object, path = ''): readonly RecordFinding[] =>
  Object.entries(content).flatMap(([member, value]) => checkMember(member, value, `${path}/${member}`));
