import { openDatabase } from '@allmende/database';
import { descriptionGaps } from '@allmende/http';
import { createTestClient } from '@allmende/http/testing';
import { silentLogger } from '@allmende/kernel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeModules } from './compose.ts';
import { readConfig } from './config.ts';
import { openApiRoute, serverApi } from './openapi-route.ts';
import { operationsRoutes } from './operations-routes.ts';
import { problemsPage } from './problems-page.ts';
import type { ServerModule } from './server-module.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

describe('the OpenAPI document', () => {
  let folder: string;
  let modules: readonly ServerModule[];
  let close: () => Promise<void>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'allmende-openapi-'));
    const database = openDatabase({ folder });
    const publicUrl = (): string => 'http://127.0.0.1';
    modules = composeModules(
      { config: readConfig({}), logger: silentLogger, database, publicUrl },
      { demo: false },
    );
    close = () => database.close();
  });
  afterAll(async () => {
    await close();
    await rm(folder, { recursive: true });
  });

  const routes = () => {
    return [
      ...operationsRoutes({ metricsText: () => Promise.resolve(''), isReady: () => Promise.resolve(true) }),
      problemsPage,
      ...modules.flatMap((module) => module.routes),
    ];
  };
  const descriptions = () => [serverApi, ...modules.flatMap(({ apis = [] }) => apis)];
  const read = async (): Promise<Document> => {
    const client = createTestClient([openApiRoute(routes(), descriptions())]);
    return (await client.call('GET', '/api/openapi.json')).json() as Document;
  };

  it('describes every route and parameter, and nothing else', () => {
    expect(routes().length).toBeGreaterThan(70);
    const all = [...routes(), openApiRoute(routes(), descriptions())];
    expect(descriptionGaps(all, descriptions())).toEqual([]);
  });

  it('has parameters, body and answers of an operation', async () => {
    const { paths } = await read();
    const query = paths['/ngsi-ld/v1/entities']?.['get'];
    expect(query?.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['type', 'q', 'limit', 'NGSILD-Tenant']),
    );
    const replace = paths['/ngsi-ld/v1/entities/{id}/attrs/{attribute}']?.['put'];
    expect(
      replace?.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
    ).toEqual(['id', 'attribute']);
    expect(replace).toHaveProperty('requestBody');
    expect(Object.keys(replace?.responses ?? {})).toEqual(
      expect.arrayContaining(['204', '400', '404', '415']),
    );
  });

  it('names each operation once, and refers to schemas that are there', async () => {
    const document = await read();
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const referred = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/gu)].map(
      ([, name]) => name,
    );
    expect(referred.length).toBeGreaterThan(20);
    const known = Object.keys(document.components.schemas);
    expect(referred.filter((name) => name === undefined || !known.includes(name))).toEqual([]);
  });
});
