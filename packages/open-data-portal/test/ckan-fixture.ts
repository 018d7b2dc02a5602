import { temporaryDatabase } from '@allmende/database/testing';
import { createTestClient, type TestClient } from '@allmende/http/testing';
import { silentLogger } from '@allmende/kernel';
import { fixedClock } from '@allmende/kernel/testing';
import {
  accountWithRole,
  createOpenDataPortal,
  issueToken,
  portalMigrations,
  type Role,
} from '../src/index.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  /** `result`, or `error` where it failed. */
  readonly result: unknown;
  readonly error: Json;
}

export interface CkanFixture {
  readonly clock: ReturnType<typeof fixedClock>;
  readonly client: TestClient;
  /** POST of an action with JSON. */
  act(action: string, data?: unknown, token?: string): Promise<Reply>;
  /** GET of an action. */
  get(pathAndQuery: string, token?: string): Promise<Reply>;
  /** A token of a new account. */
  token(role: Role, organisation?: string): Promise<string>;
  remove(): Promise<void>;
}

export const startCkan = (): CkanFixture => {
  const { database, remove } = temporaryDatabase();
  database.migrate(portalMigrations);
  const clock = fixedClock(Date.parse('2026-11-25T08:00:00.000Z'));
  let count = 0;
  const portal = createOpenDataPortal({
    database,
    clock,
    logger: silentLogger,
    publicUrl: () => 'https://stadt.example',
    newId: () => `id-${String((count += 1))}`,
  });
  const client = createTestClient(portal.routes);
  const headersOf = (token: string | undefined): Record<string, string> =>
    token === undefined ? {} : { authorization: token };
  const replyOf = ({ status, text }: { readonly status: number; readonly text: string }): Reply => {
    const body = JSON.parse(text) as unknown;
    const { result, error = {} } = (typeof body === 'object' ? body : {}) as {
      result?: unknown;
      error?: Json;
    };
    return { status, body, result, error };
  };
  return {
    clock,
    client,
    act: async (action, data = {}, token) => {
      clock.advance(1000);
      return replyOf(
        await client.call('POST', `/api/3/action/${action}`, { body: data, headers: headersOf(token) }),
      );
    },
    get: async (pathAndQuery, token) =>
      replyOf(await client.call('GET', `/api/3/action/${pathAndQuery}`, { headers: headersOf(token) })),
    token: async (role, organisation) => {
      const parts = { accounts: portal.accounts, clock };
      const wanted =
        organisation === undefined
          ? { role, organisations: {} }
          : { organisations: { [organisation]: role } };
      const account = await accountWithRole(parts, {
        tenant: '',
        name: `${role}-${String((count += 1))}`,
        ...wanted,
      });
      return (await issueToken(parts, account, 'Test')).text;
    },
    remove,
  };
};
