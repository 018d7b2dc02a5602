import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { DomainError, type Finding, isJsonObject } from '@allmende/kernel';
import {
  type AttributeInstance,
  attributeNames,
  contentOf,
  instancesOf,
  type NgsiLdEntity,
} from '../ngsi-ld-entity.ts';
import { importProblems, messageOf } from '../problems.ts';
import type { SchemaValidator } from './schema-validator.ts';

/** The same schema goes by two addresses: the project's pages, and the raw files of its repositories. */
const RAW = /^https:\/\/raw\.githubusercontent\.com\/smart-data-models\/([^/]+)\/master\//;

const canonical = (address: string): string =>
  address.replace(RAW, 'https://smart-data-models.github.io/$1/');

const withCanonicalReferences = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withCanonicalReferences);
  if (!isJsonObject(schema)) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => [
    key,
    (key === '$ref' || key === '$id') && typeof value === 'string'
      ? canonical(value)
      : withCanonicalReferences(value),
  ]);
  return Object.fromEntries(entries);
};

const notReadable = (folder: string, why: string, cause?: unknown): DomainError =>
  new DomainError(importProblems.schemasNotReadable, `${folder}: ${why}`, { cause });

const readSchemas = async (folder: string): Promise<readonly AnySchemaObject[]> => {
  const files = await readdir(folder, { recursive: true });
  const names = files.filter((file) => file.endsWith('schema.json')).toSorted();
  const schemas = await Promise.all(
    names.map(async (name) =>
      withCanonicalReferences(JSON.parse(await readFile(join(folder, name), 'utf8'))),
    ),
  );
  return schemas.filter(isJsonObject).filter(({ $id }) => typeof $id === 'string');
};

const newest = (instances: readonly AttributeInstance[]): AttributeInstance | undefined =>
  instances.toSorted((a, b) => (a.observedAt ?? '').localeCompare(b.observedAt ?? '')).at(-1);

/** The schemas know times as texts. */
const untyped = (value: unknown): unknown =>
  isJsonObject(value) && typeof value['@type'] === 'string' && '@value' in value ? value['@value'] : value;

/** The simplified form (CIM 009 §4.5.4) of an entity's newest instances. */
export const keyValuesOf = (entity: NgsiLdEntity): Readonly<Record<string, unknown>> => {
  const values = attributeNames(entity).map((name): [string, unknown] => {
    const instance = newest(instancesOf(entity, name));
    return [name, instance === undefined ? undefined : untyped(contentOf(instance))];
  });
  return { id: entity.id, type: entity.type, ...Object.fromEntries(values) };
};

const findingOf = ({ instancePath, message = 'does not fit', keyword, params }: ErrorObject): Finding => {
  const choice = keyword === 'enum' ? `: ${String(params['allowedValues'])}` : '';
  return { pointer: instancePath, detail: `${message}${choice}` };
};

const isSupplied = ({ keyword, params }: ErrorObject, suppliedElsewhere: readonly string[]): boolean =>
  keyword === 'required' && suppliedElsewhere.includes(String(params['missingProperty']));

/**
 * Loads the Smart Data Models schemas of a folder; references between them are resolved in the folder, never
 * over the network. Rejects with `schemas-not-readable`.
 */
export const loadSchemas = async (folder: string): Promise<SchemaValidator> => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  const addresses = new Map<string, string>();
  try {
    for (const schema of await readSchemas(folder)) {
      ajv.addSchema(schema);
      const type = typeOf(schema);
      if (type !== undefined && typeof schema.$id === 'string') addresses.set(type, schema.$id);
    }
  } catch (cause) {
    throw notReadable(folder, `${messageOf(cause)}.`, cause);
  }
  if (addresses.size === 0) throw notReadable(folder, 'there is no schema.json of an entity type in it.');
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (type: string): ValidateFunction | undefined => {
    const address = addresses.get(type);
    if (address === undefined) return undefined;
    const known = compiled.get(type) ?? compile(ajv, address, folder);
    compiled.set(type, known);
    return known;
  };
  return {
    validate: (entity, suppliedElsewhere) => {
      const validate = validatorOf(entity.type);
      if (validate === undefined) return undefined;
      if (validate(keyValuesOf(entity))) return [];
      const errors = (validate.errors ?? []).filter((error) => !isSupplied(error, suppliedElsewhere));
      return errors.map(findingOf);
    },
  };
};

const compile = (ajv: Ajv2020, address: string, folder: string): ValidateFunction => {
  try {
    const validate = ajv.getSchema(address);
    if (validate !== undefined) return validate;
  } catch (cause) {
    throw notReadable(folder, `${messageOf(cause)}.`, cause);
  }
  throw notReadable(folder, `${address} is missing.`);
};

/** The entity type that a schema is for: the one value that it allows as `type`. */
const typeOf = ({ allOf }: AnySchemaObject): string | undefined => {
  const parts: readonly unknown[] = Array.isArray(allOf) ? allOf : [];
  for (const part of parts) {
    const type =
      isJsonObject(part) && isJsonObject(part['properties']) ? part['properties']['type'] : undefined;
    const [name] =
      isJsonObject(type) && Array.isArray(type['enum']) ? (type['enum'] as readonly unknown[]) : [];
    if (typeof name === 'string') return name;
  }
  return undefined;
};
