import { conceptsOf, createVocabulary, type ConceptRow, type Vocabulary } from './vocabulary.ts';

/** Code lists of the EU Publications Office (CC BY 4.0); labels partly ours. */
const authority = 'http://publications.europa.eu/resource/authority';

const listOf = (
  name: string,
  rows: readonly ConceptRow[],
  further: readonly string[] = ['OP_DATPRO'],
): Vocabulary =>
  createVocabulary({
    scheme: `${authority}/${name}`,
    concepts: conceptsOf(`${authority}/${name}/`, rows),
    furtherIris: further.map((code) => `${authority}/${name}/${code}`),
  });

/** EU data themes, which DCAT-AP.de calls Kategorien. */
export const dataThemes = listOf('data-theme', [
  [
    'AGRI',
    'Landwirtschaft, Fischerei, Forstwirtschaft und Nahrungsmittel',
    'Agriculture, fisheries, forestry and food',
  ],
  ['ECON', 'Wirtschaft und Finanzen', 'Economy and finance', 'Wirtschaft und Arbeit', 'economy'],
  [
    'EDUC',
    'Bildung, Kultur und Sport',
    'Education, culture and sport',
    'Bildung und Wissenschaft',
    'Kultur, Freizeit, Sport und Tourismus',
    'education',
  ],
  ['ENER', 'Energie', 'Energy'],
  ['ENVI', 'Umwelt', 'Environment', 'Umwelt und Klima'],
  [
    'GOVE',
    'Regierung und öffentlicher Sektor',
    'Government and public sector',
    'Politik und Wahlen',
    'Verwaltung, Haushalt und Steuern',
    'government',
  ],
  ['HEAL', 'Gesundheit', 'Health'],
  ['INTR', 'Internationale Themen', 'International issues', 'international'],
  [
    'JUST',
    'Justiz, Rechtssystem und öffentliche Sicherheit',
    'Justice, legal system and public safety',
    'justice',
  ],
  [
    'REGI',
    'Regionen und Städte',
    'Regions and cities',
    'Infrastruktur, Bauen und Wohnen',
    'Geographie, Geologie und Geobasisdaten',
    'regions',
  ],
  ['SOCI', 'Bevölkerung und Gesellschaft', 'Population and society', 'Bevölkerung', 'Soziales', 'society'],
  ['TECH', 'Wissenschaft und Technologie', 'Science and technology', 'technology'],
  ['TRAN', 'Verkehr', 'Transport', 'Transport und Verkehr'],
]);

/** How often data is updated. */
export const frequencies = listOf('frequency', [
  ['UPDATE_CONT', 'laufend', 'continuously updated', 'R/PT1S', 'kontinuierlich', 'continual'],
  ['CONT', 'fortlaufend', 'continuous', 'continuous'],
  ['1MIN', 'minütlich', 'every minute', 'R/PT1M'],
  ['5MIN', 'alle 5 Minuten', 'every five minutes', 'R/PT5M'],
  ['10MIN', 'alle 10 Minuten', 'every ten minutes', 'R/PT10M'],
  ['15MIN', 'viertelstündlich', 'every fifteen minutes', 'R/PT15M', 'alle 15 Minuten'],
  ['30MIN', 'halbstündlich', 'every thirty minutes', 'R/PT30M', 'alle 30 Minuten'],
  ['HOURLY', 'stündlich', 'hourly', 'R/PT1H'],
  ['BIHOURLY', 'alle 2 Stunden', 'every two hours', 'R/PT2H'],
  ['TRIHOURLY', 'alle 3 Stunden', 'every three hours', 'R/PT3H'],
  ['12HRS', 'alle 12 Stunden', 'every twelve hours', 'R/PT12H'],
  ['DAILY', 'täglich', 'daily', 'R/P1D'],
  ['DAILY_2', 'zweimal täglich', 'twice a day'],
  ['WEEKLY', 'wöchentlich', 'weekly', 'R/P1W', 'R/P7D'],
  ['WEEKLY_2', 'zweimal pro Woche', 'twice a week', 'R/P3.5D', 'semiweekly'],
  ['WEEKLY_3', 'dreimal pro Woche', 'three times a week', 'R/P0.33W'],
  ['BIWEEKLY', 'alle zwei Wochen', 'every two weeks', 'R/P2W', 'zweiwöchentlich', 'fortnightly'],
  ['MONTHLY', 'monatlich', 'monthly', 'R/P1M'],
  ['MONTHLY_2', 'zweimal im Monat', 'twice a month', 'R/P0.5M', 'semimonthly'],
  ['MONTHLY_3', 'dreimal im Monat', 'three times a month', 'R/P0.33M'],
  ['BIMONTHLY', 'alle zwei Monate', 'every two months', 'R/P2M', 'zweimonatlich'],
  ['QUARTERLY', 'vierteljährlich', 'quarterly', 'R/P3M', 'quartalsweise'],
  ['ANNUAL_2', 'halbjährlich', 'twice a year', 'R/P6M', 'semiannual', 'biannually'],
  ['ANNUAL_3', 'dreimal im Jahr', 'three times a year', 'R/P4M'],
  ['ANNUAL', 'jährlich', 'annual', 'R/P1Y', 'annually', 'yearly'],
  ['BIENNIAL', 'alle zwei Jahre', 'every two years', 'R/P2Y', 'zweijährlich'],
  ['TRIENNIAL', 'alle drei Jahre', 'every three years', 'R/P3Y'],
  ['QUADRENNIAL', 'alle vier Jahre', 'every four years', 'R/P4Y'],
  ['QUINQUENNIAL', 'alle fünf Jahre', 'every five years', 'R/P5Y'],
  ['DECENNIAL', 'alle zehn Jahre', 'every ten years', 'R/P10Y'],
  ['BIDECENNIAL', 'alle zwanzig Jahre', 'every twenty years', 'R/P20Y'],
  ['TRIDECENNIAL', 'alle dreißig Jahre', 'every thirty years', 'R/P30Y'],
  ['AS_NEEDED', 'bei Bedarf', 'as needed', 'asNeeded'],
  ['IRREG', 'unregelmäßig', 'irregular', 'irregularly'],
  ['NOT_PLANNED', 'nicht geplant', 'not planned', 'notPlanned'],
  ['NEVER', 'niemals', 'never'],
  ['OTHER', 'sonstige', 'other'],
  ['UNKNOWN', 'unbekannt', 'unknown'],
]);

/** Who may see the data. */
export const accessRights = listOf(
  'access-right',
  [
    ['PUBLIC', 'öffentlich', 'public'],
    ['RESTRICTED', 'eingeschränkt', 'restricted', 'restricted public'],
    ['NON_PUBLIC', 'nicht öffentlich', 'non-public', 'private'],
  ],
  ['CONFIDENTIAL', 'NORMAL', 'OP_DATPRO', 'SENSITIVE'],
);

/** For how long data will be there. */
export const plannedAvailabilities = listOf('planned-availability', [
  [
    'STABLE',
    'langfristig verfügbar',
    'stable',
    'Daten werden langfristig erhältlich bleiben.',
    'http://dcat-ap.de/def/plannedAvailability/stable',
  ],
  [
    'AVAILABLE',
    'mittelfristig verfügbar',
    'available',
    'Daten sind für einige Jahre verfügbar, mittelfristig geplant.',
    'http://dcat-ap.de/def/plannedAvailability/available',
  ],
  [
    'TEMPORARY',
    'vorübergehend verfügbar',
    'temporary',
    'http://dcat-ap.de/def/plannedAvailability/temporary',
  ],
  [
    'EXPERIMENTAL',
    'versuchsweise verfügbar',
    'experimental',
    'http://dcat-ap.de/def/plannedAvailability/experimental',
  ],
]);

/** How far a distribution is (EU list; ADMS' list before). */
export const distributionStatuses = listOf('distribution-status', [
  ['COMPLETED', 'vollständig', 'completed', 'http://purl.org/adms/status/Completed'],
  ['DEVELOP', 'in Entwicklung', 'under development', 'http://purl.org/adms/status/UnderDevelopment'],
  ['DEPRECATED', 'veraltet', 'deprecated', 'http://purl.org/adms/status/Deprecated'],
  ['WITHDRAWN', 'zurückgezogen', 'withdrawn', 'http://purl.org/adms/status/Withdrawn'],
]);

/** Languages of the data: those of the EU and those that many residents speak. */
export const languages = listOf('language', [
  ['DEU', 'Deutsch', 'German', 'de', 'de-DE', 'ger'],
  ['ENG', 'Englisch', 'English', 'en', 'en-GB', 'en-US'],
  ['FRA', 'Französisch', 'French', 'fr', 'fre'],
  ['NLD', 'Niederländisch', 'Dutch', 'nl', 'dut'],
  ['NDS', 'Niederdeutsch', 'Low German', 'nds', 'Plattdeutsch'],
  ['DAN', 'Dänisch', 'Danish', 'da'],
  ['POL', 'Polnisch', 'Polish', 'pl'],
  ['CES', 'Tschechisch', 'Czech', 'cs', 'cze'],
  ['ITA', 'Italienisch', 'Italian', 'it'],
  ['SPA', 'Spanisch', 'Spanish', 'es'],
  ['POR', 'Portugiesisch', 'Portuguese', 'pt'],
  ['TUR', 'Türkisch', 'Turkish', 'tr'],
  ['ARA', 'Arabisch', 'Arabic', 'ar'],
  ['FAS', 'Persisch', 'Persian', 'fa', 'per'],
  ['RUS', 'Russisch', 'Russian', 'ru'],
  ['UKR', 'Ukrainisch', 'Ukrainian', 'uk'],
  ['KUR', 'Kurdisch', 'Kurdish', 'ku'],
  ['BUL', 'Bulgarisch', 'Bulgarian', 'bg'],
  ['EST', 'Estnisch', 'Estonian', 'et'],
  ['FIN', 'Finnisch', 'Finnish', 'fi'],
  ['ELL', 'Griechisch', 'Greek', 'el', 'gre'],
  ['GLE', 'Irisch', 'Irish', 'ga'],
  ['HRV', 'Kroatisch', 'Croatian', 'hr'],
  ['LAV', 'Lettisch', 'Latvian', 'lv'],
  ['LIT', 'Litauisch', 'Lithuanian', 'lt'],
  ['MLT', 'Maltesisch', 'Maltese', 'mt'],
  ['RON', 'Rumänisch', 'Romanian', 'ro', 'rum'],
  ['SLK', 'Slowakisch', 'Slovak', 'sk', 'slo'],
  ['SLV', 'Slowenisch', 'Slovenian', 'sl'],
  ['SWE', 'Schwedisch', 'Swedish', 'sv'],
  ['HUN', 'Ungarisch', 'Hungarian', 'hu'],
  ['SRP', 'Serbisch', 'Serbian', 'sr'],
  ['SQI', 'Albanisch', 'Albanian', 'sq', 'alb'],
  ['NOR', 'Norwegisch', 'Norwegian', 'no'],
  ['HSB', 'Obersorbisch', 'Upper Sorbian', 'hsb'],
  ['DSB', 'Niedersorbisch', 'Lower Sorbian', 'dsb'],
  ['FRR', 'Nordfriesisch', 'Northern Frisian', 'frr'],
  ['MUL', 'mehrsprachig', 'multilingual', 'mul'],
]);

/** Kinds of datasets (dct:type); the ones a city meets. */
export const datasetTypes = listOf(
  'dataset-type',
  [
    ['STATISTICAL', 'Statistische Daten', 'Statistical data'],
    ['GEOSPATIAL', 'Geodaten', 'Geospatial data'],
    ['HVD', 'Hochwertiger Datensatz', 'High-value dataset'],
    ['CODE_LIST', 'Codeliste', 'Code list'],
    ['TAXONOMY', 'Taxonomie', 'Taxonomy'],
    ['GLOSSARY', 'Glossar', 'Glossary'],
    ['SYNTHETIC_DATA', 'Synthetische Daten', 'Synthetic data'],
    ['TEST_DATA', 'Testdaten', 'Test data'],
    ['RELEASE', 'Veröffentlichung', 'Release'],
    ['IEPD', 'Informationsaustauschpaket', 'Information exchange package'],
  ],
  [
    'APROF',
    'CORE_COMP',
    'DOMAIN_MODEL',
    'DSCRP_SERV',
    'MAPPING',
    'NAL',
    'ONTOLOGY',
    'OP_DATPRO',
    'SCHEMA',
    'SYNTAX_ECD_SCHEME',
    'THESAURUS',
  ],
);
