import { datasetAddress, type DatasetView } from '../../api/portal.ts';
import { useTenant } from '../../tenant/index.ts';

interface MetadataFile {
  readonly name: string;
  readonly href: string;
}

const formats = [
  { name: 'DCAT-AP.de: Turtle', ending: 'ttl' },
  { name: 'DCAT-AP.de: RDF/XML', ending: 'rdf' },
  { name: 'DCAT-AP.de: JSON-LD', ending: 'jsonld' },
] as const;

/** The catalogue's entry in the formats that programs read. */
export const useMetadata = ({ name }: DatasetView): readonly MetadataFile[] => {
  const tenant = useTenant();
  const query = tenant === '' ? '' : `?${new URLSearchParams({ tenant }).toString()}`;
  return [
    ...formats.map((format) => ({
      name: format.name,
      href: `/dataset/${encodeURIComponent(name)}.${format.ending}${query}`,
    })),
    { name: 'JSON', href: datasetAddress(name, tenant) },
  ];
};
