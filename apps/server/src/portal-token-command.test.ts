import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@allmende/database';
import { createAccountStore } from '@allmende/open-data-portal';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig, type Config } from './config.ts';
import { createPortalToken } from './portal-token-command.ts';

describe('allmende portal token create', () => {
  let folder: string;
  let config: Config;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'allmende-token-'));
    config = readConfig({ DATA_DIR: folder });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes the account and prints a token that is kept as a hash', async () => {
    const printed: string[] = [];
    const print = (text: string): void => {
      printed.push(text);
    };
    await createPortalToken({ name: 'klara', role: 'admin', tenant: '' }, { config, print });
    expect(printed).toEqual([expect.stringMatching(/^[\w-]{43}$/u)]);
    const database = openDatabase({ folder });
    const accounts = createAccountStore(database);
    const account = await accounts.find('', 'klara');
    expect(account).toMatchObject({ role: 'admin', state: 'active' });
    const tokens = await accounts.listTokens('', account?.id ?? '');
    await database.close();
    expect(tokens).toHaveLength(1);
    expect(JSON.stringify(tokens)).not.toContain(printed[0]);
  });

  it('refuses an organisation that is not there, and a folder that a server uses', async () => {
    const print = (): void => undefined;
    const request = { name: 'klara', role: 'editor', tenant: '', organisation: 'amt' } as const;
    await expect(createPortalToken(request, { config, print })).rejects.toThrow(
      'There is no organisation amt.',
    );
    const database = openDatabase({ folder });
    await expect(createPortalToken(request, { config, print })).rejects.toThrow(
      'A server uses the data folder',
    );
    await database.close();
  });
});
