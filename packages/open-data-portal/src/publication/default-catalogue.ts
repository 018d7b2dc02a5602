import type { Catalogue } from '../catalogue/dataset.ts';

/** What a catalogue says of itself until its city has told more. */
export const defaultCatalogue = (publicUrl: string): Catalogue => ({
  title: { de: 'Offene Daten', en: 'Open data' },
  description: { de: 'Offene Daten der Kommune.', en: 'Open data of the municipality.' },
  publisher: { name: 'Kommune', type: 'http://purl.org/adms/publishertype/LocalAuthority' },
  homepage: publicUrl,
  languages: ['http://publications.europa.eu/resource/authority/language/DEU'],
  spatial: [],
});
