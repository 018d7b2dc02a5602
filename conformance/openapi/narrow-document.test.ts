import { describe, expect, it } from 'vitest';
import { narrowDocument, type OpenApi } from './narrow-document.ts';

const parameter = (name: string, place: string) => ({ name, in: place, schema: { type: 'string' } });

describe('narrowDocument', () => {
  it('puts ids of what is there into addresses, and leaves the rest', () => {
    const document: OpenApi = {
      paths: {
        '/ngsi-ld/v1/entities/{id}/attrs/{attribute}': {
          get: {
            parameters: [parameter('id', 'path'), parameter('attribute', 'path'), parameter('id', 'query')],
          },
        },
        '/ngsi-ld/v1/entityMaps/{id}': { delete: { parameters: [parameter('id', 'path')] } },
        '/health': { get: {} },
      },
    };
    const { paths } = narrowDocument(document);
    expect(paths['/ngsi-ld/v1/entities/{id}/attrs/{attribute}']?.['get']?.parameters).toMatchObject([
      { schema: { enum: ['urn:ngsi-ld:Bench:1', 'urn:ngsi-ld:Bench:2', 'urn:ngsi-ld:Bench:3'] } },
      { schema: { enum: ['seats', 'location', 'near'] } },
      { schema: { type: 'string' } },
    ]);
    expect(paths['/ngsi-ld/v1/entityMaps/{id}']?.['delete']?.parameters).toEqual([parameter('id', 'path')]);
    expect(paths['/health']?.['get']?.parameters).toEqual([]);
  });
});
