import { badRequest, type ErrorCase } from './error-table.ts';

/** NGSI-LD nulls where no fragment deletes anything (§5.5.4). */
export const nullErrors = (entity: object): readonly ErrorCase[] => [
  badRequest('a member of the first level is an NGSI-LD null (§5.5.4)', {
    body: { ...entity, speed: 'urn:ngsi-ld:null' },
  }),
  badRequest('the value of a Property is an NGSI-LD null (§5.5.4)', {
    body: { ...entity, speed: { type: 'Property', value: 'urn:ngsi-ld:null' } },
  }),
  badRequest('the object of a Relationship is an NGSI-LD null (§5.5.4)', {
    body: { ...entity, owner: { type: 'Relationship', object: 'urn:ngsi-ld:null' } },
  }),
  badRequest('a languageMap is an NGSI-LD null (§5.5.4)', {
    body: { ...entity, name: { type: 'LanguageProperty', languageMap: { '@none': 'urn:ngsi-ld:null' } } },
  }),
  badRequest('a value holds an NGSI-LD null inside (§5.5.4)', {
    body: { ...entity, speed: { type: 'Property', value: { limit: 'urn:ngsi-ld:null' } } },
  }),
];

/** Attributes that do not fit their data type (§5.2.5–§5.2.7, §5.2.32, §5.2.35–§5.2.38). */
export const attributeErrors = (entity: object): readonly ErrorCase[] =>
  (
    [
      ['a Property has no value (§5.2.5)', { type: 'Property' }],
      ['a Relationship has no object (§5.2.6)', { type: 'Relationship' }],
      ['the object of a Relationship is no URI (§5.2.6)', { type: 'Relationship', object: 'me' }],
      ['a GeoProperty has no geometry (§5.2.7)', { type: 'GeoProperty', value: { type: 'Circle' } }],
      ['a LanguageProperty has no languageMap (§5.2.32)', { type: 'LanguageProperty', languageMap: 'de' }],
      ['a VocabProperty has no vocab (§5.2.35)', { type: 'VocabProperty', vocab: 5 }],
      ['a ListProperty has no valueList (§5.2.36)', { type: 'ListProperty', valueList: 5 }],
      ['a ListRelationship has no objectList (§5.2.37)', { type: 'ListRelationship', objectList: ['me'] }],
      ['a JsonProperty has no json (§5.2.38)', { type: 'JsonProperty', value: 1 }],
      ['an attribute is of an unknown kind (§4.5.1)', { type: 'Thing', value: 1 }],
      ['observedAt is no date and time (§4.8)', { type: 'Property', value: 1, observedAt: 'today' }],
      ['expiresAt is no date and time (§4.22)', { type: 'Property', value: 1, expiresAt: 'today' }],
      ['datasetId is no URI (§4.5.5)', { type: 'Property', value: 1, datasetId: 'camera' }],
      ['unitCode is no text (§5.2.5)', { type: 'Property', value: 1, unitCode: 5 }],
      [
        'two instances have the same datasetId (§4.5.5)',
        [
          { type: 'Property', value: 1 },
          { type: 'Property', value: 2 },
        ],
      ],
      ['an attribute holds a context (§5.5.7)', { type: 'Property', value: 1, '@context': {} }],
    ] as const
  ).map(([when, speed]) => badRequest(when, { body: { ...entity, speed } }));

/** Filters that are not well formed, of every operation that selects entities (§4.9, §4.10, §4.17, §4.19). */
export const selectionErrors = (path: string, narrow = 'type=Car'): readonly ErrorCase[] =>
  (
    [
      ['an id is no URI (§5.7.2.4)', `${narrow}&id=me`],
      ['idPattern is no regular expression (§5.7.2.4)', `${narrow}&idPattern=(`],
      ['type is no selection (§4.17)', 'type=(Car'],
      ['q is not well formed (§4.9)', 'q=speed>>5'],
      ['q ends too early (§4.9)', 'q=(speed>5'],
      ['csf is not well formed (§4.9)', `${narrow}&csf=a==`],
      ['scopeQ is not well formed (§4.19)', `${narrow}&scopeQ=/a//`],
      ['georel has no geometry (§4.10)', `${narrow}&georel=within`],
      ['georel is unknown (§4.10)', `${narrow}&georel=beside&geometry=Point&coordinates=[7,51]`],
      ['near has no distance (§4.10)', `${narrow}&georel=near&geometry=Point&coordinates=[7,51]`],
      [
        'coordinates do not fit the geometry (§4.10)',
        `${narrow}&georel=within&geometry=Polygon&coordinates=[7,51]`,
      ],
      ['the geometry is unknown (§4.10)', `${narrow}&georel=within&geometry=Circle&coordinates=[7,51]`],
      ['local is neither true nor false (§6.3.18)', `${narrow}&local=perhaps`],
      ['local is false for all types (§6.4.3.2)', 'type=*&local=false'],
      ['a parameter is given twice (§6.3.20)', `${narrow}&idPattern=a&idPattern=b`],
    ] as const
  ).map(([when, query]) => badRequest(when, { path, query }));

/** Representations that do not exist or do not go together (§4.21, §6.3.7, §6.3.11). */
export const projectionErrors: readonly ErrorCase[] = [
  badRequest('pick is empty (§4.21)', { query: 'pick=' }),
  badRequest('omit names what pick names (§4.21)', { query: 'pick=owner&omit=owner' }),
  badRequest('attrs comes with pick (§6.4.3.2)', { query: 'attrs=owner&pick=owner' }),
  badRequest('datasetId is no URI (§4.5.5)', { query: 'datasetId=camera' }),
  {
    when: 'options are unknown (§6.3.20)',
    status: 400,
    type: 'InvalidRequest',
    query: 'options=colourful',
  },
  { when: 'the format is unknown (§6.3.7)', status: 400, type: 'InvalidRequest', query: 'format=colourful' },
];
