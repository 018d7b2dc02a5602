import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixedClock } from '@allmende/kernel/testing';
import { silentLogger } from '@allmende/kernel';
import { describe, expect, it } from 'vitest';
import { type NgsiLdEntity, cityEntities, createSimulator } from '../src/index.ts';

const models = join(import.meta.dirname, '../../../../shared/reference/smart-data-models');

const valueOf = (attribute: unknown): unknown =>
  typeof attribute === 'object' && attribute !== null && 'value' in attribute ? attribute.value : undefined;

describe('entities of the demo city', () => {
  const entities = cityEntities();
  const ofType = (type: string): readonly NgsiLdEntity[] => entities.filter((entity) => entity.type === type);

  it('has every place once', () => {
    expect(new Set(entities.map(({ id }) => id)).size).toBe(entities.length);
    const counts = Object.fromEntries(
      [...Map.groupBy(entities, ({ type }) => type)].map(([type, group]) => [type, group.length]),
    );
    expect(counts).toEqual({
      District: 45,
      TrafficFlowObserved: 23,
      OffStreetParking: 16,
      AirQualityObserved: 2,
      WeatherObserved: 1,
      WasteContainer: 316,
      EVChargingStation: 165,
      School: 100,
      PublicTransportStop: 344,
    });
  });

  it('makes ids of type, city and the key of the source', () => {
    const ids = new Set(entities.map(({ id }) => id));
    for (const id of [
      'urn:ngsi-ld:TrafficFlowObserved:muenster:100034981',
      'urn:ngsi-ld:OffStreetParking:muenster:ph-muenster-arkaden',
      'urn:ngsi-ld:AirQualityObserved:muenster:DENW095',
      'urn:ngsi-ld:District:muenster:11',
      'urn:ngsi-ld:School:muenster:103',
      'urn:ngsi-ld:PublicTransportStop:muenster:170',
      'urn:ngsi-ld:EVChargingStation:muenster:ritterstrasse-38',
    ])
      expect(ids).toContain(id);
    expect(entities.filter(({ id }) => !/^urn:ngsi-ld:[A-Za-z]+:muenster:[A-Za-z0-9_-]+$/.test(id))).toEqual(
      [],
    );
  });

  it('gives every entity name, place, licence and data provider', () => {
    const incomplete = entities.filter(({ name, location, license, dataProvider }) =>
      [name, location, license, dataProvider].some((attribute) => valueOf(attribute) === undefined),
    );
    expect(incomplete).toEqual([]);
  });

  it('refers places to districts that exist; four lie outside the city', () => {
    const districts = new Set(ofType('District').map(({ id }) => id));
    const places = entities.filter(({ type }) => type !== 'District');
    const referred = places.flatMap(({ refDistrict }) =>
      typeof refDistrict === 'object' && refDistrict !== null && 'object' in refDistrict
        ? [refDistrict.object]
        : [],
    );
    expect(referred.filter((id) => typeof id !== 'string' || !districts.has(id))).toEqual([]);
    expect(places.length - referred.length).toBe(4);
  });

  it('closes the ring of every district', () => {
    const open = ofType('District').filter(({ location }) => {
      const polygon = JSON.parse(JSON.stringify(valueOf(location)));
      const [ring] = polygon.coordinates;
      return ring.length < 4 || JSON.stringify(ring[0]) !== JSON.stringify(ring.at(-1));
    });
    expect(open).toEqual([]);
  });
});

/** Attributes beside those of the Smart Data Model. */
const ownAttributes = new Set(['refDistrict', 'license']);

interface Schema {
  readonly $ref?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, PropertySchema>>;
  readonly allOf?: readonly Schema[];
}

interface PropertySchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: { readonly enum?: readonly unknown[] };
}

const readSchema = (path: string): Schema & { readonly definitions?: Readonly<Record<string, Schema>> } =>
  JSON.parse(readFileSync(join(models, path), 'utf8'));

/** The schema's parts with those of the common schemas; the stored copies stand in for the addresses. */
const partsOf = (type: string): readonly Schema[] =>
  (readSchema(`${type}/schema.json`).allOf ?? []).map((part) => {
    const [file = '', name = ''] = part.$ref?.split('#/definitions/') ?? [];
    if (part.$ref === undefined) return part;
    const path = file.endsWith('weather-schema.json')
      ? 'subject-Weather/weather-schema.json'
      : 'common-schema.json';
    return readSchema(path).definitions?.[name] ?? part;
  });

const hasType = (value: unknown, type: string | undefined): boolean => {
  if (type === 'number') return typeof value === 'number';
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'string') return typeof value === 'string';
  return true;
};

/** NGSI-LD writes times as JSON-LD values; in key-values form they are their text. */
const keyValue = (attribute: unknown): unknown => {
  const value = valueOf(attribute);
  return typeof value === 'object' && value !== null && '@value' in value ? value['@value'] : value;
};

const findingsOf = (entity: NgsiLdEntity): readonly string[] => {
  const parts = partsOf(entity.type);
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}));
  const required = [...parts, readSchema(`${entity.type}/schema.json`)].flatMap(
    (part) => part.required ?? [],
  );
  const missing = required.filter((name) => !(name in entity)).map((name) => `${name} is missing`);
  const wrong = Object.entries(entity).flatMap(([name, attribute]) => {
    if (name === 'id' || name === 'type' || ownAttributes.has(name)) return [];
    const schema: PropertySchema | undefined = properties[name];
    if (schema === undefined) return [`${name} is unknown`];
    const value = keyValue(attribute);
    if (!hasType(value, schema.type)) return [`${name} has the wrong type`];
    const allowed = schema.items?.enum ?? schema.enum;
    const outside = allowed && [value].flat().filter((item) => !allowed.includes(item));
    return outside && outside.length > 0 ? [`${name} has ${JSON.stringify(outside)}`] : [];
  });
  return [...missing, ...wrong].map((finding) => `${entity.id}: ${finding}`);
};

// Without ../shared (reference schemas, not part of the project) there is nothing to compare with.
describe.skipIf(!existsSync(models))('against the Smart Data Models in ../shared', () => {
  it('uses their attributes, value types and words, and has all that they require', async () => {
    const written: NgsiLdEntity[] = [];
    const simulator = createSimulator({
      seed: 'muenster',
      startAt: Date.parse('2026-11-23T12:00Z'),
      writer: {
        write: (entities) => {
          written.push(...entities);
          return Promise.resolve([]);
        },
      },
      clock: fixedClock(0),
      speed: 1,
      logger: silentLogger,
      historyDays: 0,
    });
    await simulator.start();
    await simulator.stop();
    const modelled = written.filter(({ type }) => existsSync(join(models, type, 'schema.json')));
    expect(new Set(modelled.map(({ type }) => type)).size).toBe(6);
    expect(modelled.flatMap(findingsOf)).toEqual([]);
  });
});
