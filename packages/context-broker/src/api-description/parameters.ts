import type { ParameterDescription } from '@allmende/http';

const text = (description: string): ParameterDescription => ({ description, schema: { type: 'string' } });
const flag = (description: string): ParameterDescription => ({ description, schema: { type: 'boolean' } });
const whole = (description: string, minimum: number, maximum: number): ParameterDescription => ({
  description,
  schema: { type: 'integer', minimum, maximum },
});
const time = (description: string): ParameterDescription => ({
  description,
  schema: { type: 'string', format: 'date-time' },
});
const names = (description: string): ParameterDescription => ({
  description,
  schema: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]*(,[A-Za-z][A-Za-z0-9_]*)*$' },
});
const oneOf = (description: string, values: readonly string[]): ParameterDescription => ({
  description,
  schema: { enum: values },
});
const uri = (description: string): ParameterDescription => ({
  description,
  schema: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9:._-]+$' },
});

/** Parameters of the API (CIM 009 §6.3, §6.4 ff.). */
export const brokerParameters: Readonly<Record<string, ParameterDescription>> = {
  ':id': uri('Identifier (URI).'),
  ':attribute': text('Name of an attribute.'),
  ':instance': uri('Identifier of an instance.'),
  ':type': text('Name of an entity type.'),
  'NGSILD-Tenant': {
    description: 'Whose data are meant; the default tenant where it is missing.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
  },
  id: uri('Identifiers, separated by commas.'),
  idPattern: text('Regular expression that identifiers match.'),
  type: names('Types of entities, separated by commas; also an expression (§4.17).'),
  attrs: names('Attributes that entities have and that are shown.'),
  q: text('Query by values (§4.9).'),
  csf: text('Query by properties of sources (§4.9).'),
  scopeQ: text('Query by scopes (§4.19).'),
  georel: text('Relation to the geometry, for example near;maxDistance==500 (§4.10).'),
  geometry: oneOf('Kind of the geometry.', ['Point', 'Polygon', 'LineString', 'MultiPoint', 'MultiPolygon']),
  coordinates: text('Coordinates of the geometry as JSON.'),
  geoproperty: names('Attribute with the place; location where it is missing.'),
  expandValues: names('Attributes whose values are names of the context.'),
  local: flag('Whether only this broker is asked.'),
  limit: whole('Most results of a page.', 1, 1000),
  offset: whole('Results to skip.', 0, 1_000_000),
  count: flag('Whether the number of all results is told (NGSILD-Results-Count).'),
  pick: names('Members that are shown.'),
  omit: names('Members that are not shown.'),
  lang: text('Languages that are preferred (RFC 9110 §12.5.4).'),
  options: text('Options of the operation, separated by commas.'),
  format: oneOf('Representation of entities.', ['normalized', 'concise', 'simplified', 'keyValues']),
  datasetId: text('Instances by dataset; @none for the default one.'),
  deleteAll: flag('Whether all instances are deleted.'),
  join: oneOf('How linked entities are given.', ['flat', 'inline', '@none']),
  joinLevel: whole('How many links are followed.', 1, 10),
  containedBy: text('Entities that were met on the way.'),
  orderBy: text('Order of the results (§4.23).'),
  collation: text('Language of the order.'),
  orderFrom: text('Coordinates that distances are measured from.'),
  orderGeometry: text('Geometry that distances are measured from.'),
  geometryProperty: names('Attribute that becomes the geometry of GeoJSON.'),
  splitEntities: flag('Whether entities are spread over several sources.'),
  entityMap: text('Whether an entity map is made or used.'),
  entityMapLifetime: text('How long an entity map is kept (ISO 8601 duration).'),
  keep: names('Attributes that are kept.'),
  drop: names('Attributes that are removed.'),
  observedAt: time('When values without a time were observed.'),
  timerel: oneOf('Relation to the time.', ['before', 'after', 'between']),
  timeAt: time('The time, or the beginning of the interval.'),
  endTimeAt: time('The end of the interval.'),
  timeproperty: oneOf('Which time is meant.', ['observedAt', 'createdAt', 'modifiedAt', 'deletedAt']),
  lastN: whole('Newest instances only.', 1, 1000),
  aggrMethods: text('Aggregation methods, separated by commas (§4.5.19).'),
  aggrPeriodDuration: text('Length of the periods (ISO 8601 duration).'),
  details: flag('Whether details are told.'),
  kind: oneOf('Kind of contexts.', ['Hosted', 'Cached', 'ImplicitlyCreated']),
  reload: flag('Whether a cached context is fetched again instead of being deleted.'),
  context: text('Address of a JSON-LD context.'),
  tenant: { description: 'Tenant; the default one where it is missing.', schema: { type: 'string' } },
};
