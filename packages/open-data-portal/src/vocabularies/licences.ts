import type { Iri } from '../catalogue/dataset.ts';
import { createVocabulary, type Concept } from './vocabulary.ts';

const base = 'http://dcat-ap.de/def/licenses/';

/** A licence of the DCAT-AP.de list. */
export interface Licence extends Concept {
  /** Whether it meets the Open Definition. */
  readonly isOpen: boolean;
  /** Whether the source has to be named. */
  readonly needsAttribution: boolean;
  /** Where its text is. */
  readonly url?: Iri;
}

interface Row {
  readonly code: string;
  readonly de: string;
  readonly en: string;
  /** `by`: name the source; `free`: open without; `closed`: not open. */
  readonly kind: 'by' | 'free' | 'closed';
  readonly url?: Iri;
  readonly synonyms?: readonly string[];
}

const cc = 'https://creativecommons.org';

const govData: readonly Row[] = [
  {
    code: 'dl-by-de/2.0',
    de: 'Datenlizenz Deutschland – Namensnennung – Version 2.0',
    en: 'Data licence Germany – attribution – version 2.0',
    kind: 'by',
    url: 'https://www.govdata.de/dl-de/by-2-0',
    synonyms: [
      'dl-de-by-2.0',
      'dl-de/by-2-0',
      'DL-DE->BY-2.0',
      'dl-de-by',
      'Datenlizenz Deutschland Namensnennung 2.0',
      'Datenlizenz Deutschland Namensnennung',
    ],
  },
  {
    code: 'dl-zero-de/2.0',
    de: 'Datenlizenz Deutschland – Zero – Version 2.0',
    en: 'Data licence Germany – zero – version 2.0',
    kind: 'free',
    url: 'https://www.govdata.de/dl-de/zero-2-0',
    synonyms: [
      'dl-de-zero-2.0',
      'dl-de/zero-2-0',
      'Datenlizenz Deutschland Zero',
      'Datenlizenz Deutschland Zero 2.0',
    ],
  },
  {
    code: 'dl-by-de/1.0',
    de: 'Datenlizenz Deutschland – Namensnennung – Version 1.0',
    en: 'Data licence Germany – attribution – version 1.0',
    kind: 'by',
    url: 'https://www.govdata.de/dl-de/by-1-0',
    synonyms: ['dl-de-by-1.0', 'dl-de/by-1-0', 'Datenlizenz Deutschland Namensnennung 1.0'],
  },
  {
    code: 'dl-by-nc-de/1.0',
    de: 'Datenlizenz Deutschland – Namensnennung – nicht kommerziell – Version 1.0',
    en: 'Data licence Germany – attribution – non-commercial – version 1.0',
    kind: 'closed',
    url: 'https://www.govdata.de/dl-de/by-nc-1-0',
    synonyms: [
      'dl-de-by-nc-1.0',
      'dl-de/by-nc-1-0',
      'Datenlizenz Deutschland Namensnennung nicht-kommerziell 1.0',
    ],
  },
  {
    code: 'officialWork',
    de: 'Amtliches Werk, lizenzfrei nach § 5 Abs. 1 UrhG',
    en: 'Official work, free of copyright (§ 5 (1) UrhG)',
    kind: 'free',
    url: 'https://www.gesetze-im-internet.de/urhg/__5.html',
    synonyms: ['official-work', 'Amtliches Werk', 'http://www.gesetze-im-internet.de/urhg/__5.html'],
  },
  {
    code: 'geonutz/20130319',
    de: 'Nutzungsbestimmungen für die Bereitstellung von Geodaten des Bundes',
    en: 'Terms of use for spatial data of the German federation',
    kind: 'by',
    url: 'https://sg.geodatenzentrum.de/web_public/gdz/lizenz/geonutzv.pdf',
    synonyms: ['GeoNutzV', 'geonutzv-de-2013-03-19', 'http://www.geodatenzentrum.de/docpdf/geonutzv.pdf'],
  },
  {
    code: 'geoNutz/20131001',
    de: 'Nutzungsbestimmungen für die Bereitstellung von Geodaten des Landes Berlin',
    en: 'Terms of use for spatial data of the state of Berlin',
    kind: 'by',
    url: 'http://www.stadtentwicklung.berlin.de/geoinformation/download/nutzIII.pdf',
  },
];

const creativeCommons: readonly Row[] = [
  {
    code: 'cc-by/4.0',
    de: 'Creative Commons Namensnennung 4.0 International (CC BY 4.0)',
    en: 'Creative Commons Attribution 4.0 International (CC BY 4.0)',
    kind: 'by',
    url: `${cc}/licenses/by/4.0/`,
    synonyms: [
      'CC-BY-4.0',
      'CC BY 4.0',
      'http://publications.europa.eu/resource/authority/licence/CC_BY_4_0',
      'cc-by-4.0-deed',
      `${cc}/licenses/by/4.0/deed.de`,
    ],
  },
  {
    code: 'cc-zero',
    de: 'Creative Commons CC Zero (CC0)',
    en: 'Creative Commons CC Zero (CC0)',
    kind: 'free',
    url: `${cc}/publicdomain/zero/1.0/`,
    synonyms: [
      'cc0',
      'cc0-1.0',
      'CC0 1.0',
      'Creative Commons CC Zero License (cc-zero)',
      'Creative Commons CCZero',
      'http://www.opendefinition.org/licenses/cc-zero',
      'http://publications.europa.eu/resource/authority/licence/CC0',
      `${cc}/publicdomain/zero/1.0/deed.de`,
    ],
  },
  {
    code: 'cc-by-sa/4.0',
    de: 'Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0 International (CC BY-SA 4.0)',
    en: 'Creative Commons Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)',
    kind: 'by',
    url: `${cc}/licenses/by-sa/4.0/`,
    synonyms: [
      'CC-BY-SA-4.0',
      'CC BY-SA 4.0',
      'http://publications.europa.eu/resource/authority/licence/CC_BYSA_4_0',
    ],
  },
  {
    code: 'cc-by-de/3.0',
    de: 'Creative Commons Namensnennung 3.0 Deutschland (CC BY 3.0 DE)',
    en: 'Creative Commons Attribution 3.0 Germany (CC BY 3.0 DE)',
    kind: 'by',
    url: `${cc}/licenses/by/3.0/de/`,
    synonyms: ['CC-BY-3.0-DE', 'CC BY 3.0 DE', 'cc-by-3.0', 'Creative Commons Namensnennung 3.0 DE'],
  },
  {
    code: 'cc-by-sa-de/3.0',
    de: 'Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 3.0 Deutschland (CC BY-SA 3.0 DE)',
    en: 'Creative Commons Attribution-ShareAlike 3.0 Germany (CC BY-SA 3.0 DE)',
    kind: 'by',
    url: `${cc}/licenses/by-sa/3.0/de/`,
    synonyms: ['CC-BY-SA-3.0-DE', 'cc-by-sa-3.0', 'CC BY-SA 3.0 DE'],
  },
  {
    code: 'cc-by',
    de: 'Creative Commons Namensnennung (CC BY)',
    en: 'Creative Commons Attribution (CC BY)',
    kind: 'by',
    url: 'http://www.opendefinition.org/licenses/cc-by',
    synonyms: ['Creative Commons Attribution', 'Creative Commons Namensnennung'],
  },
  {
    code: 'cc-by-sa',
    de: 'Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen (CC BY-SA)',
    en: 'Creative Commons Attribution-ShareAlike (CC BY-SA)',
    kind: 'by',
    url: 'http://www.opendefinition.org/licenses/cc-by-sa',
    synonyms: ['Creative Commons Attribution Share-Alike'],
  },
  {
    code: 'cc-by-nc/4.0',
    de: 'Creative Commons Namensnennung – Nicht kommerziell 4.0 International (CC BY-NC 4.0)',
    en: 'Creative Commons Attribution-NonCommercial 4.0 International (CC BY-NC 4.0)',
    kind: 'closed',
    url: `${cc}/licenses/by-nc/4.0/`,
    synonyms: ['CC-BY-NC-4.0', 'CC BY-NC 4.0', 'http://dcat-ap.de/def/licenses/cc-by-nc-de/4.0'],
  },
  {
    code: 'cc-by-nc-de/3.0',
    de: 'Creative Commons Namensnennung – Nicht kommerziell 3.0 Deutschland (CC BY-NC 3.0 DE)',
    en: 'Creative Commons Attribution-NonCommercial 3.0 Germany (CC BY-NC 3.0 DE)',
    kind: 'closed',
    url: `${cc}/licenses/by-nc/3.0/de/`,
    synonyms: ['cc-by-nc/3.0', 'cc-by-nc-3.0', 'http://dcat-ap.de/def/licenses/cc-nc/3.0'],
  },
  {
    code: 'cc-by-nc',
    de: 'Creative Commons Namensnennung – Nicht kommerziell (CC BY-NC)',
    en: 'Creative Commons Attribution-NonCommercial (CC BY-NC)',
    kind: 'closed',
    url: `${cc}/licenses/by-nc/`,
    synonyms: ['cc-nc', 'Creative Commons Non-Commercial (Any)'],
  },
  {
    code: 'cc-by-nd/4.0',
    de: 'Creative Commons Namensnennung – Keine Bearbeitung 4.0 International (CC BY-ND 4.0)',
    en: 'Creative Commons Attribution-NoDerivatives 4.0 International (CC BY-ND 4.0)',
    kind: 'closed',
    url: `${cc}/licenses/by-nd/4.0/`,
    synonyms: ['CC-BY-ND-4.0', 'CC BY-ND 4.0'],
  },
  {
    code: 'cc-by-nd/3.0',
    de: 'Creative Commons Namensnennung – Keine Bearbeitung 3.0 (CC BY-ND 3.0)',
    en: 'Creative Commons Attribution-NoDerivatives 3.0 (CC BY-ND 3.0)',
    kind: 'closed',
    url: `${cc}/licenses/by-nd/3.0/`,
    synonyms: ['CC-BY-ND-3.0'],
  },
  {
    code: 'cc-by-nd',
    de: 'Creative Commons Namensnennung – Keine Bearbeitung (CC BY-ND)',
    en: 'Creative Commons Attribution-NoDerivatives (CC BY-ND)',
    kind: 'closed',
  },
  {
    code: 'ccpdm/1.0',
    de: 'Public Domain Mark 1.0 (PDM)',
    en: 'Public Domain Mark 1.0 (PDM)',
    kind: 'free',
    url: `${cc}/publicdomain/mark/1.0/`,
    synonyms: ['cc-pdm', 'cc-pdm/1.0', 'pdm', 'Public Domain'],
  },
];

const others: readonly Row[] = [
  {
    code: 'odbl',
    de: 'Open Data Commons Open Database License (ODbL)',
    en: 'Open Data Commons Open Database License (ODbL)',
    kind: 'by',
    url: 'https://opendatacommons.org/licenses/odbl/1-0/',
    synonyms: [
      'odc-odbl',
      'ODbL-1.0',
      'od-bl',
      'http://www.opendefinition.org/licenses/odc-odbl',
      'https://opendatacommons.org/licenses/odbl/',
    ],
  },
  {
    code: 'odby',
    de: 'Open Data Commons Attribution License (ODC-BY 1.0)',
    en: 'Open Data Commons Attribution License (ODC-BY 1.0)',
    kind: 'by',
    url: 'https://opendatacommons.org/licenses/by/1-0/',
    synonyms: ['odc-by', 'ODC-By-1.0', 'od-bc', 'http://www.opendefinition.org/licenses/odc-by'],
  },
  {
    code: 'odcpddl',
    de: 'Open Data Commons Public Domain Dedication and Licence (ODC PDDL)',
    en: 'Open Data Commons Public Domain Dedication and Licence (ODC PDDL)',
    kind: 'free',
    url: 'https://opendatacommons.org/licenses/pddl/1-0/',
    synonyms: ['odc-pddl', 'PDDL-1.0', 'pddl', 'http://www.opendefinition.org/licenses/odc-pddl'],
  },
  {
    code: 'gfdl',
    de: 'GNU Free Documentation License (GFDL)',
    en: 'GNU Free Documentation License (GFDL)',
    kind: 'by',
    url: 'http://www.opendefinition.org/licenses/gfdl',
    synonyms: ['GNU Free Documentation License', 'GNU Free Documentation License 1.2', 'gnu-fdl'],
  },
  {
    code: 'apache',
    de: 'Freie Softwarelizenz der Apache Software Foundation',
    en: 'Apache License',
    kind: 'by',
    url: 'https://www.apache.org/licenses/',
    synonyms: ['Apache-2.0', 'Apache License 2.0', 'http://www.apache.org/licenses'],
  },
  {
    code: 'bsd',
    de: 'BSD-Lizenz',
    en: 'BSD licence',
    kind: 'by',
    url: 'https://opensource.org/license/bsd-3-clause',
    synonyms: [
      'bsdlicense',
      'bsd-license',
      'BSD-3-Clause',
      'BSD-2-Clause',
      'http://www.opensource.org/licenses/bsd-license.php',
    ],
  },
  {
    code: 'gpl/3.0',
    de: 'GNU General Public License 3.0 (GPLv3)',
    en: 'GNU General Public License 3.0 (GPLv3)',
    kind: 'by',
    url: 'https://www.gnu.org/licenses/gpl-3.0.html',
    synonyms: [
      'gpl-3.0',
      'gpl/30',
      'GPLv3',
      'GPL-3.0-only',
      'GPL-3.0-or-later',
      'http://www.opensource.org/licenses/gpl-3.0.html',
    ],
  },
  {
    code: 'mozilla',
    de: 'Mozilla Public License 2.0 (MPL)',
    en: 'Mozilla Public License 2.0 (MPL)',
    kind: 'by',
    url: 'https://www.mozilla.org/MPL/',
    synonyms: ['MPL-2.0', 'mozilla1.1', 'http://www.mozilla.org/MPL'],
  },
  {
    code: 'other-open',
    de: 'Andere offene Lizenz',
    en: 'Other open licence',
    kind: 'by',
    synonyms: ['other-at', 'other-pd', 'Other (Open)', 'Other (Attribution)'],
  },
  { code: 'other-opensource', de: 'Andere Open-Source-Lizenz', en: 'Other open source licence', kind: 'by' },
  { code: 'other-freeware', de: 'Andere Freeware-Lizenz', en: 'Other freeware licence', kind: 'closed' },
  {
    code: 'other-commercial',
    de: 'Andere kommerzielle Lizenz',
    en: 'Other commercial licence',
    kind: 'closed',
  },
  {
    code: 'other-closed',
    de: 'Andere geschlossene Lizenz',
    en: 'Other closed licence',
    kind: 'closed',
    synonyms: ['Other (Not Open)', 'other-nc'],
  },
];

/** As addresses and names are written: with either scheme, with and without the last slash. */
const spellings = ({ code, url, synonyms = [] }: Row): readonly string[] => {
  const addresses =
    url === undefined ? [] : [url, url.replace(/^https:/u, 'http:'), url.replace(/^http:/u, 'https:')];
  // Earlier editions of the list wrote versions with `_`; `comparable` drops either sign.
  return [
    code,
    ...addresses,
    ...synonyms.flatMap((name) =>
      name.startsWith('https:') ? [name, name.replace(/^https:/u, 'http:')] : [name],
    ),
  ];
};

/** Licences that GovData accepts: list of DCAT-AP.de, GovData, CC BY 4.0; English labels and synonyms are ours. */
export const licences = createVocabulary<Licence>({
  scheme: 'http://dcat-ap.de/def/licenses',
  concepts: [...govData, ...creativeCommons, ...others].map((row) => ({
    iri: `${base}${row.code}`,
    de: row.de,
    en: row.en,
    synonyms: spellings(row),
    isOpen: row.kind !== 'closed',
    needsAttribution: row.kind === 'by',
    ...(row.url === undefined ? {} : { url: row.url }),
  })),
});

/** The licence that a name, an id, an address or an IRI of an earlier list means; undefined where it cannot be told. */
export const findLicence = (text: string): Licence | undefined => licences.find(text);
