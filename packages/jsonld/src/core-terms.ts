const NGSI_LD = 'https://uri.etsi.org/ngsi-ld/';

/** Terms whose IRI is the namespace plus the term itself. */
const ownTerms =
  'Attribute AttributeList ContextSourceIdentity ContextSourceNotification ' +
  'ContextSourceRegistration Date DateTime EntityMap EntityType EntityTypeInfo EntityTypeList ' +
  'ExecutionResultDetails GeoProperty JsonProperty LanguageProperty ListProperty ListRelationship ' +
  'Notification Property Relationship Snapshot SnapshotNotification Subscription TemporalProperty ' +
  'Time VocabProperty accept aggrParams aggrMethods aggrPeriodDuration attributeCount ' +
  'attributeDetails attributeList attributeName attributeNames attributeTypes attributes attrs ' +
  'avg cacheDuration collation contextSourceAlias contextSourceExtras contextSourceInfo ' +
  'contextSourceTimeAt contextSourceUptime cooldown createdAt csf data datasetId deletedAt detail ' +
  'distinctCount endAt endTimeAt endpoint entities entity entityCount entityId entityList error ' +
  'errors expandValues expiresAt format geoQ geoproperty georel idPattern information instanceId ' +
  'isActive join jsonKeys jsonldContext jsons lang lastFailure lastN lastNotification lastSuccess ' +
  'lastUsedAt linkedMaps localOnly location management managementInterval max min mode modifiedAt ' +
  'ngsildproof ngsildConformance notification notificationTrigger notifiedAt notifierInfo ' +
  'notUpdated observationInterval observationSpace observedAt omit operations operationSpace ' +
  'orderBy ordering pick problemDetails propertyNames q reason receiverInfo refreshRate ' +
  'registrationId registrationName relationshipNames resultStatus scope scopeQ showChanges ' +
  'snapshotId snapshotLifetime snapshotPriority snapshotQueries snapshotQueriesDetails ' +
  'snapshotStatus snapshotTemporalQueries snapshotTemporalQueriesDetails startAt status stddev ' +
  'subscriptionId subscriptionName success sum sumsq sysAttrs temporalQ tenant throttling timeAt ' +
  'timeInterval timeout timeproperty timerel timesFailed timesSent totalCount triggerReason ' +
  'typeList typeName typeNames unchanged unitCode updated uri watchedAttributes';

/** Terms with another IRI. */
const otherTerms: Readonly<Record<string, string>> = {
  Feature: 'https://purl.org/geojson/vocab#Feature',
  FeatureCollection: 'https://purl.org/geojson/vocab#FeatureCollection',
  GeometryCollection: 'https://purl.org/geojson/vocab#GeometryCollection',
  LineString: 'https://purl.org/geojson/vocab#LineString',
  MultiLineString: 'https://purl.org/geojson/vocab#MultiLineString',
  MultiPoint: 'https://purl.org/geojson/vocab#MultiPoint',
  MultiPolygon: 'https://purl.org/geojson/vocab#MultiPolygon',
  Point: 'https://purl.org/geojson/vocab#Point',
  Polygon: 'https://purl.org/geojson/vocab#Polygon',
  bbox: 'https://purl.org/geojson/vocab#bbox',
  containedBy: 'https://uri.etsi.org/ngsi-ld/isContainedBy',
  coordinates: 'https://purl.org/geojson/vocab#coordinates',
  dataset: 'https://uri.etsi.org/ngsi-ld/hasDataset',
  description: 'http://purl.org/dc/terms/description',
  entityMap: 'https://uri.etsi.org/ngsi-ld/hasEntityMap',
  entityMapLifetime: 'https://uri.etsi.org/ngsi-ld/hasEntityMapLifetime',
  features: 'https://purl.org/geojson/vocab#features',
  geometry: 'https://purl.org/geojson/vocab#geometry',
  joinLevel: 'https://uri.etsi.org/ngsi-ld/hasJoinLevel',
  json: 'https://uri.etsi.org/ngsi-ld/hasJSON',
  key: 'https://uri.etsi.org/ngsi-ld/hasKey',
  languageMap: 'https://uri.etsi.org/ngsi-ld/hasLanguageMap',
  languageMaps: 'https://uri.etsi.org/ngsi-ld/hasLanguageMaps',
  langString: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString',
  object: 'https://uri.etsi.org/ngsi-ld/hasObject',
  objectList: 'https://uri.etsi.org/ngsi-ld/hasObjectList',
  objectLists: 'https://uri.etsi.org/ngsi-ld/hasObjectLists',
  objects: 'https://uri.etsi.org/ngsi-ld/hasObjects',
  objectType: 'https://uri.etsi.org/ngsi-ld/hasObjectType',
  previousJson: 'https://uri.etsi.org/ngsi-ld/hasPreviousJson',
  previousLanguageMap: 'https://uri.etsi.org/ngsi-ld/hasPreviousLanguageMap',
  previousObject: 'https://uri.etsi.org/ngsi-ld/hasPreviousObject',
  previousObjectList: 'https://uri.etsi.org/ngsi-ld/hasPreviousObjectList',
  previousValue: 'https://uri.etsi.org/ngsi-ld/hasPreviousValue',
  previousValueList: 'https://uri.etsi.org/ngsi-ld/hasPreviousValueList',
  previousVocab: 'https://uri.etsi.org/ngsi-ld/hasPreviousVocab',
  properties: 'https://purl.org/geojson/vocab#properties',
  splitEntities: 'https://uri.etsi.org/ngsi-ld/hasSplitEntities',
  title: 'http://purl.org/dc/terms/title',
  value: 'https://uri.etsi.org/ngsi-ld/hasValue',
  valueList: 'https://uri.etsi.org/ngsi-ld/hasValueList',
  valueLists: 'https://uri.etsi.org/ngsi-ld/hasValueLists',
  values: 'https://uri.etsi.org/ngsi-ld/hasValues',
  valueType: 'https://uri.etsi.org/ngsi-ld/hasValueType',
  vocab: 'https://uri.etsi.org/ngsi-ld/hasVocab',
  vocabs: 'https://uri.etsi.org/ngsi-ld/hasVocabs',
};

/** Term → IRI of the core context (CIM 009 v1.9.1, annex B). */
export const coreTerms: ReadonlyMap<string, string> = new Map([
  ...ownTerms.split(' ').map((term): [string, string] => [term, NGSI_LD + term]),
  ...Object.entries(otherTerms),
]);

/** Prefixes of the core context. */
export const corePrefixes: ReadonlyMap<string, string> = new Map([
  ['ngsi-ld', NGSI_LD],
  ['geojson', 'https://purl.org/geojson/vocab#'],
]);

/** Where terms go that no context defines. */
export const DEFAULT_VOCABULARY = 'https://uri.etsi.org/ngsi-ld/default-context/';
