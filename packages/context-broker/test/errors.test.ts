import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commonErrors } from './error-tables/common-errors.ts';
import { errorTables } from './error-tables/index.ts';
import { typeAddress, type Changed, type ErrorTable } from './error-tables/error-table.ts';
import { startWorld, type World } from './error-tables/world.ts';

const titleOf = ({ operation, clauses, method, route }: ErrorTable): string =>
  `${operation} (§${clauses[0]}, §${clauses[1]}): ${method} ${route}`;

/** The valid request of an operation with what a case changes. */
const send = ({ broker, fill }: World, { method, valid }: ErrorTable, changed: Changed = {}) => {
  const path = fill(changed.path ?? valid.path);
  const { query = '', headers = {} } = changed;
  const address = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
  const body = changed.body === undefined ? valid.body : changed.body;
  return broker.call(method, address, body ?? undefined, { ...headers });
};

describe.each(errorTables.map((table) => [titleOf(table), table] as const))('%s', (_title, table) => {
  let world: World;
  let before: unknown;
  beforeAll(async () => {
    world = await startWorld();
    before = await world.everything();
  }, 60_000);
  afterAll(() => world.broker.remove(), 60_000);

  for (const { when, status, type, tells, ...changed } of [...commonErrors(table), ...table.cases]) {
    it(`answers ${String(status)}${type === undefined ? '' : ` ${type}`} when ${when}, and changes nothing`, async () => {
      const answer = await send(world, table, changed);
      expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
      if (status === 411 || status === 415) expect(answer.text).toBe('');
      else {
        expect(answer.headers['content-type']).toBe('application/json');
        expect(answer.headers['link']).toBeUndefined();
      }
      if (type !== undefined)
        expect(answer.json()).toMatchObject({
          type: typeAddress(type),
          title: expect.stringMatching(/./u) as string,
          detail: expect.stringMatching(/./u) as string,
          status,
        });
      if (tells !== undefined) expect(answer.json()).toMatchObject(matching(tells));
      // What only reads is looked at once, at the end.
      if (table.method !== 'GET') expect(await world.everything()).toEqual(before);
    });
  }

  it('succeeds otherwise', async () => {
    expect(await world.everything()).toEqual(before);
    const answer = await send(world, table);
    expect([answer.status, answer.text]).toEqual([table.valid.status, expect.any(String)]);
  });
});

const matching = (tells: unknown): object =>
  Object.fromEntries(
    Object.entries(tells as object).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof RegExp ? (expect.stringMatching(value) as unknown) : value,
    ]),
  );

describe('Error tables (§5.5.2, §5.5.3, §6.3.2, §6.3.3)', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  }, 60_000);
  afterAll(() => world.broker.remove(), 60_000);

  const routesOfApi = () =>
    world.broker.broker.routes
      .filter(({ clause, path }) => clause !== undefined && path.startsWith('/ngsi-ld/v1'))
      .map(({ clause, method, path }) => `${clause ?? ''} ${method} ${path.replace('/ngsi-ld/v1', '')}`);

  it('exist for each operation of the API, and for no other', () => {
    const tables = errorTables.map(({ clauses, method, route }) => `${clauses[1]} ${method} ${route}`);
    expect(tables.length).toBeGreaterThan(40);
    expect(tables.toSorted()).toEqual(routesOfApi().toSorted());
  });

  it('hold something of their own for each operation with a body or an id', () => {
    const bare = errorTables
      .filter(({ method, route, cases }) => (method !== 'GET' || route.includes(':')) && cases.length === 0)
      .map(({ operation }) => operation);
    expect(bare).toEqual([]);
  });

  it('include methods that an address does not know (§6.3.2)', async () => {
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
    const isKnown = (method: string, route: string): boolean =>
      world.broker.broker.routes.some(
        (known) => known.method === method && known.path === `/ngsi-ld/v1${route}`,
      );
    for (const route of new Set(errorTables.map((table) => table.route))) {
      const own = errorTables.filter((table) => table.route === route);
      const path = world.fill(own[0]?.valid.path.split('?')[0] ?? '');
      for (const method of methods.filter((name) => !isKnown(name, route))) {
        const answer = await world.broker.call(method, path, method === 'GET' ? undefined : {});
        expect([method, path, answer.status]).toEqual([method, path, 405]);
        const allowed = String(answer.headers['allow']).split(', ');
        expect(own.every((table) => allowed.includes(table.method))).toBe(true);
        expect(answer.headers['content-type']).toBe('application/json');
      }
    }
  });
});
