import type { CatalogueRecord } from '../catalogue/catalogue-record.ts';
import type { Dataset, Distribution, PeriodOfTime } from '../catalogue/dataset.ts';
import { hvdLegislation } from '../vocabularies/hvd.ts';
import { licences } from '../vocabularies/licences.ts';
import { findingOf, type RecordFinding } from './finding.ts';

const attributionMissing = (
  { licence = '', licenceAttributionByText = {} }: Pick<Distribution, 'licence' | 'licenceAttributionByText'>,
  path: string,
) =>
  licences.get(licence)?.needsAttribution === true && Object.keys(licenceAttributionByText).length === 0
    ? [
        findingOf(`${path}/licenceAttributionByText`, 'warning', {
          de: 'Die Lizenz verlangt die Nennung der Quelle. Schreiben Sie, wie sie lauten soll: zum Beispiel „Stadt Münster“.',
          en: 'The licence asks to name the source. Write how: “Stadt Münster”, for example.',
        }),
      ]
    : [];

const periodOutOfOrder = ({ startDate, endDate }: PeriodOfTime, index: number): readonly RecordFinding[] =>
  startDate !== undefined && endDate !== undefined && startDate.slice(0, 10) > endDate.slice(0, 10)
    ? [
        findingOf(`/temporal/${String(index)}/endDate`, 'violation', {
          de: 'Das Ende des Zeitraums liegt vor dem Beginn.',
          en: 'The period ends before it begins.',
        }),
      ]
    : [];

const highValue = ({
  hvdCategories,
  applicableLegislation,
  distributions,
}: Dataset): readonly RecordFinding[] => {
  if (hvdCategories.length === 0) return [];
  const message = {
    de: 'Ein hochwertiger Datensatz nennt die Verordnung (EU) 2023/138 als geltende Rechtsvorschrift.',
    en: 'A high-value dataset names Regulation (EU) 2023/138 as applicable legislation.',
  };
  const lacks = (list: readonly string[]) => !list.includes(hvdLegislation);
  return [
    ...(lacks(applicableLegislation) ? [findingOf('/applicableLegislation', 'warning', message)] : []),
    ...distributions.flatMap((distribution, index) =>
      lacks(distribution.applicableLegislation)
        ? [findingOf(`/distributions/${String(index)}/applicableLegislation`, 'warning', message)]
        : [],
    ),
  ];
};

const recommended: readonly (readonly [keyof Dataset, string, string])[] = [
  [
    'themes',
    'Wählen Sie eine Kategorie: danach wird gesucht und gefiltert.',
    'Choose a theme: people search and filter by it.',
  ],
  ['contactPoints', 'Nennen Sie einen Kontakt für Fragen.', 'Name a contact for questions.'],
  [
    'temporal',
    'Nennen Sie den Zeitraum, für den die Daten gelten.',
    'Name the period that the data is about.',
  ],
  ['spatial', 'Nennen Sie das Gebiet, für das die Daten gelten.', 'Name the area that the data is about.'],
  [
    'politicalGeocodingLevels',
    'Wählen Sie die Verwaltungsebene, meist „Kommune“.',
    'Choose the level of government, mostly “municipality”.',
  ],
  [
    'contributorIds',
    'GovData erwartet die Kennung des Portals, das die Daten liefert: in NRW „Open.NRW“.',
    'GovData expects the id of the portal that delivers the data: “Open.NRW” in North Rhine-Westphalia.',
  ],
  [
    'distributions',
    'Der Datensatz hat noch keine Ressource: ohne Datei oder Dienst gibt es nichts zu nutzen.',
    'The dataset has no distribution yet: without a file or service there is nothing to use.',
  ],
];

const isEmpty = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);

const recommendations = (content: Dataset): readonly RecordFinding[] => {
  const found = recommended
    .filter(([member]) => isEmpty(content[member]))
    .map(([member, de, en]) => findingOf(`/${member}`, 'info', { de, en }));
  if (Object.values(content.keywords).every((words) => words.length === 0)) {
    found.push(
      findingOf('/keywords', 'info', {
        de: 'Nennen Sie Schlagwörter, mit denen Bürgerinnen und Bürger suchen.',
        en: 'Name keywords that residents search by.',
      }),
    );
  }
  if (content.accrualPeriodicity === undefined) {
    found.push(
      findingOf('/accrualPeriodicity', 'info', {
        de: 'Sagen Sie, wie oft die Daten aktualisiert werden.',
        en: 'Say how often the data is updated.',
      }),
    );
  }
  content.distributions.forEach(({ format }, index) => {
    if (format !== undefined) return;
    const message = { de: 'Wählen Sie das Dateiformat.', en: 'Choose the format.' };
    found.push(findingOf(`/distributions/${String(index)}/format`, 'info', message));
  });
  return found;
};

const sharedIds = ({ distributions }: Dataset): readonly RecordFinding[] =>
  distributions.flatMap(({ id }, index) =>
    distributions.findIndex((other) => other.id === id) === index
      ? []
      : [
          findingOf(`/distributions/${String(index)}/id`, 'violation', {
            de: `Zwei Ressourcen haben dieselbe Kennung „${id}“.`,
            en: `Two distributions have the same id “${id}”.`,
          }),
        ],
  );

/** Findings on what belongs together or would make an entry better. */
export const checkCompleteness = (record: CatalogueRecord): readonly RecordFinding[] => {
  switch (record.kind) {
    case 'dataset':
      return [
        ...record.content.temporal.flatMap(periodOutOfOrder),
        ...record.content.distributions.flatMap((distribution, index) =>
          attributionMissing(distribution, `/distributions/${String(index)}`),
        ),
        ...sharedIds(record.content),
        ...highValue(record.content),
        ...recommendations(record.content),
      ];
    case 'data-service':
      return attributionMissing(record.content, '');
    case 'dataset-series':
      return record.content.temporal.flatMap(periodOutOfOrder);
  }
};
