import type { DatasetRecord } from '../catalogue/catalogue-record.ts';
import type { Proposal } from '../catalogue/proposal.ts';
import { themeIri } from './dkan-vocabularies.ts';
import { descriptionOf, majority, mostAlike, rounded, strongest, titleOf, type Hint } from './hint.ts';

/** Topics of German portals (OGD categories) that mean one theme of the EU. */
const topics: Readonly<Record<string, string>> = {
  bevölkerung: 'SOCI',
  soziales: 'SOCI',
  'bildung und wissenschaft': 'EDUC',
  gesundheit: 'HEAL',
  'gesetze und justiz': 'JUST',
  'kultur, freizeit, sport und tourismus': 'EDUC',
  'politik und wahlen': 'GOVE',
  'verwaltung, haushalt und steuern': 'GOVE',
  'transport und verkehr': 'TRAN',
  'umwelt und klima': 'ENVI',
  'wirtschaft und arbeit': 'ECON',
  'infrastruktur, bauen und wohnen': 'REGI',
  'geographie, geologie und geobasisdaten': 'REGI',
};

/** Beginnings and parts of words that speak for a theme. */
const words: Readonly<Record<string, RegExp>> = {
  AGRI: /landwirtschaft|forst|fischerei|lebensmittel|ernährung|wochenm[aä]rkt/iu,
  ECON: /wirtschaft|gewerbe|einkommen|unternehmen|vergabe|ausschreibung|tourismus|hotel|startup|coworking/iu,
  EDUC: /schul|bildung|kita|kindertages|bücherei|bibliothek|museum|museen|theater|kino|sport|bäder|spielpl|kultur/iu,
  ENER: /energie|strom|solar|photovoltaik|windkraft|fernwärme/iu,
  ENVI: /umwelt|klima|luft|lärm|wasser|abfall|entsorgung|altkleider|container|papierk|baum|grün|wetter|hitze|solar/iu,
  GOVE: /wahl|rat\b|rats-|haushaltsplan|jahresabschl|verwaltung|behörde|oparl|zugriffszahlen|besucherzahlen|bürgerb/iu,
  HEAL: /gesundheit|krankenh|corona|covid|infektion|apotheke|notruf|stillpl/iu,
  JUST: /polizei|kriminal|justiz|rechtsprechung|feuerwehr/iu,
  REGI: /stadtteil|stadtbezirk|flurst|flurgrenz|gebäude|bodenricht|grundst|hausnummer|straßenliste|bebauungs|geokoordinaten|kataster|umriss|friedh/iu,
  SOCI: /bevölkerung|einwohner|vornamen|haushaltegr|migration|demograf|soziale|denkmäler/iu,
  TECH: /wlan|freifunk|sensor|open data|schnittstelle|quellcode/iu,
  TRAN: /verkehr|fahrrad|radweg|bus\b|buslin|öpnv|haltestell|park(haus|platz|leit)|tankstelle|flug|tempo30|kraftfahrzeug|mobilität|envirocar/iu,
};

const fromTopics = ({ content }: DatasetRecord): readonly Hint[] =>
  (content.keywords['de'] ?? []).flatMap((keyword): readonly Hint[] => {
    const code = topics[keyword.toLowerCase()];
    if (code === undefined) return [];
    // Geography and building are themes of their own only in part.
    const confidence = code === 'REGI' ? 0.6 : 0.9;
    return [
      {
        value: themeIri(code),
        confidence,
        reason: {
          de: `Die Kategorie „${keyword}“ des Quellportals entspricht diesem Thema.`,
          en: `The source portal's category “${keyword}” corresponds to this theme.`,
        },
      },
    ];
  });

const fromLikeTitle = (record: DatasetRecord, themed: readonly DatasetRecord[]): readonly Hint[] => {
  const alike = mostAlike(record, themed);
  if (alike === undefined) return [];
  const title = titleOf(alike.other);
  return alike.other.content.themes.slice(0, 1).map((value) => ({
    value,
    confidence: rounded(0.5 + 0.45 * alike.likeness),
    reason: {
      de: `Der ähnlich benannte Datensatz „${title}“ hat dieses Thema.`,
      en: `The dataset “${title}”, which has a similar title, has this theme.`,
    },
  }));
};

/** What the entries that share a keyword have; rarely shared ones say nothing. */
const fromKeywordFellows = (record: DatasetRecord, themed: readonly DatasetRecord[]): readonly Hint[] =>
  (record.content.keywords['de'] ?? []).flatMap((keyword) => {
    const fellows = themed.filter(({ content }) => content.keywords['de']?.includes(keyword) === true);
    const most = majority(fellows.flatMap(({ content }) => content.themes.slice(0, 1)));
    if (most === undefined || most.count < 3) return [];
    const [count, all] = [String(most.count), String(fellows.length)];
    return [
      {
        value: most.value,
        confidence: rounded(0.8 * most.share),
        reason: {
          de: `${count} von ${all} Datensätzen mit dem Schlagwort „${keyword}“ haben dieses Thema.`,
          en: `${count} of ${all} datasets with the keyword “${keyword}” have this theme.`,
        },
      },
    ];
  });

const fromWords = (record: DatasetRecord): readonly Hint[] =>
  Object.entries(words).flatMap(([code, pattern]): readonly Hint[] => {
    const inTitle = pattern.exec(titleOf(record))?.[0];
    const found = inTitle ?? pattern.exec(descriptionOf(record).slice(0, 5000))?.[0];
    if (found === undefined) return [];
    const [de, en] = inTitle === undefined ? ['Beschreibung', 'description'] : ['Titel', 'title'];
    return [
      {
        value: themeIri(code),
        confidence: inTitle === undefined ? 0.35 : 0.7,
        reason: {
          de: `${de === 'Titel' ? 'Der Titel' : 'Die Beschreibung'} enthält „${found}“.`,
          en: `The ${en} contains “${found}”.`,
        },
      },
    ];
  });

/** A theme for a dataset without one, if anything speaks for one. */
export const proposeTheme = (record: DatasetRecord, all: readonly DatasetRecord[]): Proposal | undefined => {
  if (record.content.themes.length > 0) return undefined;
  const themed = all.filter(({ content }) => content.themes.length > 0);
  const hint = strongest([
    ...fromTopics(record),
    ...fromLikeTitle(record, themed),
    ...fromKeywordFellows(record, themed),
    ...fromWords(record),
  ]);
  if (hint === undefined) return undefined;
  const { value, confidence, reason } = hint;
  return { id: 'themes', field: 'themes', values: [value], confidence, reason };
};
