import type { DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { Distribution, Iri } from '../catalogue/dataset.ts';
import type { Proposal } from '../catalogue/proposal.ts';
import { descriptionOf, majority, mostAlike, rounded, strongest, titleOf, type Hint } from './hint.ts';

const licence = (name: string): Iri => `http://dcat-ap.de/def/licenses/${name}`;

/** How texts and addresses name a licence. */
const words: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['dl-by-de/2.0', /dl-de\/by-2-0|datenlizenz deutschland[\s–-]+namensnennung[\s–-]+version 2/iu],
  ['dl-zero-de/2.0', /dl-de\/zero-2-0|datenlizenz deutschland[\s–-]+zero/iu],
  ['cc-by-sa/4.0', /creativecommons\.org\/licenses\/by-sa\/4|cc[ -]by-sa[ -]4/iu],
  ['cc-by/4.0', /creativecommons\.org\/licenses\/by\/4|cc[ -]by[ -]4/iu],
  ['cc-zero', /creativecommons\.org\/publicdomain\/zero|\bcc0\b|cc[ -]zero/iu],
  ['odbl', /\bodbl\b|open database license|openstreetmap/iu],
];

const fromTexts = (record: DatasetRecord, distribution: Distribution): readonly Hint[] => {
  const texts = [
    distribution.description?.['de'] ?? '',
    descriptionOf(record),
    distribution.accessUrls.join(' '),
  ];
  return words.flatMap(([name, pattern]): readonly Hint[] => {
    const found = texts
      .map((text) => pattern.exec(text.slice(0, 20_000))?.[0])
      .find((one) => one !== undefined);
    if (found === undefined) return [];
    return [
      {
        value: licence(name),
        confidence: /openstreetmap/iu.test(found) ? 0.55 : 0.85,
        reason: { de: `Der Text nennt „${found}“.`, en: `The text names “${found}”.` },
      },
    ];
  });
};

const licencesOf = ({ content }: DatasetRecord): readonly Iri[] =>
  content.distributions.flatMap((one) => one.licence ?? []);

const fromFellows = (record: DatasetRecord): readonly Hint[] => {
  const most = majority(licencesOf(record));
  if (most === undefined) return [];
  return [
    {
      value: most.value,
      confidence: rounded(0.75 * most.share),
      reason: {
        de: `So steht es bei ${String(most.count)} anderen Ressourcen des Datensatzes.`,
        en: `So it is with ${String(most.count)} other resources of the dataset.`,
      },
    },
  ];
};

const fromLikeTitle = (record: DatasetRecord, licensed: readonly DatasetRecord[]): readonly Hint[] => {
  const alike = mostAlike(record, licensed);
  const most = alike === undefined ? undefined : majority(licencesOf(alike.other));
  if (alike === undefined || most === undefined) return [];
  const title = titleOf(alike.other);
  return [
    {
      value: most.value,
      confidence: rounded(0.4 + 0.3 * alike.likeness),
      reason: {
        de: `Der ähnlich benannte Datensatz „${title}“ hat diese Lizenz.`,
        en: `The dataset “${title}”, which has a similar title, has this licence.`,
      },
    },
  ];
};

const fromOrganisation = (record: DatasetRecord, licensed: readonly DatasetRecord[]): readonly Hint[] => {
  if (record.organisation === undefined) return [];
  const colleagues = licensed.filter(({ organisation }) => organisation === record.organisation);
  const most = majority(colleagues.flatMap((one) => licencesOf(one).slice(0, 1)));
  if (most === undefined || most.count < 3) return [];
  const [count, all] = [String(most.count), String(colleagues.length)];
  return [
    {
      value: most.value,
      confidence: rounded(0.6 * most.share),
      reason: {
        de: `${count} von ${all} Datensätzen der Organisation haben diese Lizenz.`,
        en: `${count} of ${all} datasets of the organisation have this licence.`,
      },
    },
  ];
};

/** Without a licence nothing may be used; that is what the catalogue then has to say. */
const unlicensed: Hint = {
  value: licence('other-closed'),
  confidence: 0.1,
  reason: {
    de: 'Nichts nennt eine Lizenz. Bis sie erfragt ist, gelten keine Nutzungsrechte als eingeräumt.',
    en: 'Nothing names a licence. Until it is asked for, no rights of use are granted.',
  },
};

/** Licences for the distributions that have none; one proposal for each. */
export const proposeLicences = (
  record: DatasetRecord,
  all: readonly DatasetRecord[],
): readonly Proposal[] => {
  const missing = record.content.distributions.filter((one) => one.licence === undefined);
  if (missing.length === 0) return [];
  const licensed = all.filter((other) => licencesOf(other).length > 0);
  const shared = [
    ...fromFellows(record),
    ...fromLikeTitle(record, licensed),
    ...fromOrganisation(record, licensed),
    unlicensed,
  ];
  return missing.map((distribution) => {
    const hint = strongest([...fromTexts(record, distribution), ...shared]) ?? unlicensed;
    return {
      id: `licence:${distribution.id}`,
      field: 'licence',
      distribution: distribution.id,
      values: [hint.value],
      confidence: hint.confidence,
      reason: hint.reason,
    };
  });
};
