import { createVocabulary, type Concept } from './vocabulary.ts';

const base = 'http://publications.europa.eu/resource/authority/file-type';

/** A file type of the EU list with the media type that belongs to it. */
export interface FileType extends Concept {
  /** The code, which portals show as the format's name. */
  readonly code: string;
  readonly mediaType: string;
}

type Row = readonly [code: string, label: string, mediaType: string, ...synonyms: readonly string[]];

const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const text = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const slides = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';

/** What a city publishes; synonyms are names of CKAN, DKAN and file endings, and further media types. */
const rows: readonly Row[] = [
  [
    'CSV',
    'CSV',
    'text/csv',
    'comma-separated values',
    'application/csv',
    'text/comma-separated-values',
    'csv.gz',
    'csv-datei',
  ],
  ['TSV', 'TSV', 'text/tab-separated-values', 'tab-separated values'],
  ['XLSX', 'Excel (XLSX)', sheet, 'excel', 'xlsm', 'Excel XLSX', 'openxml'],
  ['XLS', 'Excel (XLS)', 'application/vnd.ms-excel', 'application/excel', 'Excel XLS'],
  ['ODS', 'OpenDocument (ODS)', 'application/vnd.oasis.opendocument.spreadsheet'],
  ['JSON', 'JSON', 'application/json', 'text/json', 'sensorthings'],
  ['JSON_LD', 'JSON-LD', 'application/ld+json', 'jsonld', 'ngsi-ld'],
  [
    'GEOJSON',
    'GeoJSON',
    'application/geo+json',
    'geo.json',
    'application/vnd.geo+json',
    'ogc api features',
    'ogcapi-features',
    'oaf',
  ],
  ['XML', 'XML', 'application/xml', 'text/xml'],
  [
    'HTML',
    'Webseite (HTML)',
    'text/html',
    'htm',
    'url',
    'website',
    'webseite',
    'link',
    'www',
    'web',
    'internet',
    'portal',
  ],
  ['TXT', 'Text', 'text/plain', 'text', 'plain', 'ascii'],
  ['TIFF', 'TIFF', 'image/tiff', 'tif'],
  ['OCTET', 'Binärdatei', 'application/octet-stream', 'data', 'bin', 'binary', 'daten'],
  ['GML', 'GML', 'application/gml+xml', 'citygml', 'xplangml', 'nas'],
  ['KML', 'KML', 'application/vnd.google-earth.kml+xml'],
  ['KMZ', 'KMZ', 'application/vnd.google-earth.kmz'],
  [
    'SHP',
    'Shapefile',
    'application/vnd.shp',
    'shape',
    'shapefile',
    'esri shapefile',
    'shp.zip',
    'application/x-shapefile',
    'esri shape',
  ],
  ['GPKG', 'GeoPackage', 'application/geopackage+sqlite3', 'geopackage', 'application/x-gpkg'],
  ['GPX', 'GPX', 'application/gpx+xml'],
  ['DXF', 'DXF', 'image/vnd.dxf', 'autocad'],
  ['GDB', 'Esri File Geodatabase', 'application/octet-stream', 'fgdb', 'file geodatabase', 'filegdb'],
  ['GEOTIFF', 'GeoTIFF', 'image/tiff', 'geotiff', 'cog'],
  ['LAS', 'LAS', 'application/vnd.las'],
  ['LAZ', 'LAZ', 'application/vnd.laszip'],
  ['XYZ', 'XYZ', 'text/plain'],
  ['GRID_ASCII', 'ASCII-Raster', 'text/plain', 'asc', 'esri ascii grid'],
  ['WMS_SRVC', 'WMS', 'application/xml', 'wms', 'ogc wms', 'web map service', 'view service'],
  ['WFS_SRVC', 'WFS', 'application/xml', 'wfs', 'ogc wfs', 'web feature service', 'wfs-g'],
  ['WMTS_SRVC', 'WMTS', 'application/xml', 'wmts', 'ogc wmts', 'web map tile service'],
  ['WCS_SRVC', 'WCS', 'application/xml', 'wcs', 'ogc wcs', 'web coverage service'],
  [
    'REST',
    'REST-Schnittstelle',
    'application/json',
    'restful',
    'api',
    'rest-json',
    'esri rest',
    'arcgis',
    'arcgis geoservices rest api',
  ],
  ['MAP_PRVW', 'Kartenansicht', 'text/html', 'map preview', 'karte'],
  ['MAP_SRVC', 'Kartendienst', 'application/xml', 'map service'],
  ['ATOM', 'Atom', 'application/atom+xml', 'atom feed', 'inspire atom'],
  ['RSS', 'RSS', 'application/rss+xml', 'rss feed', 'georss'],
  ['ICS', 'Kalender (ICS)', 'text/calendar', 'ical', 'icalendar'],
  ['XHTML', 'XHTML', 'application/xhtml+xml'],
  ['PDF', 'PDF', 'application/pdf'],
  ['MD', 'Markdown', 'text/markdown', 'markdown'],
  ['RTF', 'RTF', 'application/rtf'],
  ['DOCX', 'Word (DOCX)', text, 'word'],
  ['DOC', 'Word (DOC)', 'application/msword'],
  ['ODT', 'OpenDocument (ODT)', 'application/vnd.oasis.opendocument.text'],
  ['PPTX', 'PowerPoint (PPTX)', slides, 'powerpoint'],
  ['PPT', 'PowerPoint (PPT)', 'application/vnd.ms-powerpoint'],
  ['JPEG', 'JPEG', 'image/jpeg', 'jpg'],
  ['PNG', 'PNG', 'image/png'],
  ['GIF', 'GIF', 'image/gif'],
  ['SVG', 'SVG', 'image/svg+xml'],
  ['BMP', 'BMP', 'image/bmp'],
  ['MPEG4', 'Video (MPEG-4)', 'video/mp4', 'mp4', 'video'],
  ['MP3', 'Audio (MP3)', 'audio/mpeg', 'audio'],
  ['ZIP', 'ZIP', 'application/zip', 'application/x-zip-compressed', 'application/x-zip', 'archiv'],
  ['GZIP', 'GZIP', 'application/gzip', 'gz', 'application/x-gzip'],
  ['TAR', 'TAR', 'application/x-tar'],
  ['TAR_GZ', 'TAR, mit GZIP gepackt', 'application/gzip', 'tgz', 'tar.gz'],
  ['7Z', '7-Zip', 'application/x-7z-compressed', '7zip'],
  ['RAR', 'RAR', 'application/vnd.rar'],
  ['PARQUET', 'Parquet', 'application/vnd.apache.parquet', 'geoparquet', 'application/x-parquet'],
  ['SQL', 'SQL', 'application/sql'],
  ['MDB', 'Access (MDB)', 'application/vnd.ms-access', 'access'],
  ['DBF', 'dBASE', 'application/vnd.dbf', 'dbase'],
  ['SDMX', 'SDMX', 'application/vnd.sdmx.genericdata+xml'],
  ['NETCDF', 'NetCDF', 'application/x-netcdf', 'nc'],
  ['HDF', 'HDF', 'application/x-hdf', 'hdf5'],
  ['PROTOBUF', 'Protocol Buffers', 'application/x-protobuf', 'pbf', 'gtfs-rt', 'gtfs realtime', 'mvt'],
  ['RDF_TURTLE', 'RDF (Turtle)', 'text/turtle', 'turtle', 'ttl'],
  ['RDF_XML', 'RDF/XML', 'application/rdf+xml'],
  ['RDF_N_TRIPLES', 'RDF (N-Triples)', 'application/n-triples', 'n-triples', 'nt'],
  ['RDF', 'RDF', 'application/rdf+xml'],
  ['SPARQLQ', 'SPARQL', 'application/sparql-query', 'sparql', 'sparql endpoint'],
];

/** Further codes of the list of 2019, so that what others use is not called wrong. */
const further =
  'ARC ARC_GZ AZW BIN BITS BWF CSS DCR DMP DTD_SGML DTD_XML E00 ECW EPS EPUB EXE FMX2 FMX3 FMX4 GMZ GRID HTML_SIMPL INDD ISO ISO_ZIP JATS JPEG2000 JS MBOX METS METS_ZIP MHTML MOBI MOP MPEG2 MPEG4_AVC MRSID MSG_HTTP MXD N3 ODB ODC ODF ODG OP_DATPRO OVF OWL PDF1X PDFA1A PDFA1B PDFA2A PDFA2B PDFA3 PDFX PDFX1A PDFX2A PDFX4 PL PPS PPSX PS PSD PWP QGS RDFA RDF_N_QUADS RDF_TRIG SCHEMA_XML SGML SKOS_XML SPARQLQRES TAB TAB_RSTR TAR_XZ TIFF_FX TMX WARC WARC_GZ WORLD XHTML_SIMPL XLIFF XSLFO XSLT'.split(
    ' ',
  );

/** EU file types (Publications Office, CC BY 4.0). */
export const fileTypes = createVocabulary<FileType>({
  scheme: base,
  concepts: rows.map(([code, label, mediaType, ...synonyms]) => ({
    iri: `${base}/${code}`,
    code,
    de: label,
    en: label,
    mediaType,
    synonyms: [mediaType, ...synonyms],
  })),
  furtherIris: further.map((code) => `${base}/${code}`),
});

/**
 * The file type that a portal's format name, a file ending, a media type or an IRI means: `csv`, `.CSV`, `text/csv`.
 * Undefined where it cannot be told.
 */
export const formatOf = (text: string): FileType | undefined => {
  const trimmed = text.trim().replace(/;.*$/u, '').replace(/^\./u, '');
  const iana = /^https?:\/\/www\.iana\.org\/assignments\/media-types\/(.+)$/iu.exec(trimmed)?.[1];
  return fileTypes.find(iana ?? trimmed);
};
