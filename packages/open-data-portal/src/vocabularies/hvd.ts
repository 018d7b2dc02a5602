import { conceptsOf, createVocabulary } from './vocabulary.ts';

/** The regulation that names high-value datasets. */
export const hvdLegislation = 'http://data.europa.eu/eli/reg_impl/2023/138/oj';

/** Top categories of high-value datasets (EU Publications Office, CC BY 4.0). */
export const hvdCategories = createVocabulary({
  scheme: 'http://data.europa.eu/bna/asd487ae75',
  concepts: conceptsOf('http://data.europa.eu/bna/', [
    ['c_ac64a52d', 'Georaum', 'Geospatial'],
    ['c_dd313021', 'Erdbeobachtung und Umwelt', 'Earth observation and environment'],
    ['c_164e0bf5', 'Meteorologie', 'Meteorological'],
    ['c_e1da4e07', 'Statistik', 'Statistics'],
    ['c_a9135398', 'Unternehmen und Eigentümerschaft von Unternehmen', 'Companies and company ownership'],
    ['c_b79e35eb', 'Mobilität', 'Mobility'],
  ]),
});
