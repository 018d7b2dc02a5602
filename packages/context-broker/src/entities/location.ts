/** The geoproperty that is indexed (expanded name). */
export const LOCATION = 'https://uri.etsi.org/ngsi-ld/location';
