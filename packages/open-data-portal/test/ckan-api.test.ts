import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCkan, type CkanFixture } from './ckan-fixture.ts';

describe("CKAN's Action API", () => {
  let ckan: CkanFixture;
  beforeEach(() => {
    ckan = startCkan();
  });
  afterEach(() => ckan.remove());

  it('answers in the envelope, at both addresses', async () => {
    const answer = { success: true, result: true };
    expect((await ckan.get('site_read')).body).toEqual({
      help: 'https://stadt.example/api/3/action/help_show?name=site_read',
      ...answer,
    });
    const old = await ckan.client.call('GET', '/api/action/site_read');
    expect(old.json()).toMatchObject(answer);
    expect((await ckan.get('status_show')).result).toMatchObject({
      site_url: 'https://stadt.example',
      locale_default: 'de',
    });
  });

  it.each(['datastore_search', 'toString', '__proto__', 'nichts'])(
    'does not know the action %s',
    async (action) => {
      expect(await ckan.act(action)).toMatchObject({
        status: 400,
        body: `Bad request: Action name not known: ${action}`,
      });
    },
  );

  it('explains actions', async () => {
    expect((await ckan.get('help_show?name=package_show')).result).toMatch(/^A package/u);
    expect((await ckan.get('help_show?name=nichts')).error).toEqual({
      __type: 'Not Found Error',
      message: 'Not found: Action not found',
    });
  });

  it('refuses data that it cannot read', async () => {
    const post = async (body: string, type = 'application/json') => {
      const { status, text } = await ckan.client.call('POST', '/api/3/action/package_show', {
        body,
        headers: { 'content-type': type },
      });
      return [status, text] as const;
    };
    expect((await post('{'))[1]).toMatch(/^"Bad request: JSON Error: Error decoding JSON data/u);
    expect(await post('[1]')).toEqual([
      400,
      '"Bad request: JSON Error: Request data JSON decoded to [1] but it needs to be a dictionary."',
    ]);
    expect((await ckan.get('package_create')).body).toBe(
      'Bad request: JSON Error: Invalid request. Please use POST method for your request',
    );
    const form = [
      '--x\r\nContent-Disposition: form-data; name="upload"; filename="a.csv"\r\n\r\na;b\r\n--x--',
      'multipart/form-data; boundary=x',
    ] as const;
    expect((await post(...form))[1]).toContain('Files cannot be uploaded here yet');
  });

  it('reads forms and the JSON that old clients put into them', async () => {
    const post = async (body: string, type: string) =>
      (await ckan.client.call('POST', '/api/3/action/help_show', { body, headers: { 'content-type': type } }))
        .status;
    expect(await post('name=package_show', 'application/x-www-form-urlencoded')).toBe(200);
    expect(await post('{"name":"package_show"}=1', 'application/x-www-form-urlencoded')).toBe(200);
    expect(
      await post(
        '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\npackage_show\r\n--x--',
        'multipart/form-data; boundary=x',
      ),
    ).toBe(200);
  });

  it('says what is missing, and what is not there', async () => {
    expect(await ckan.get('package_show')).toMatchObject({
      status: 409,
      error: { __type: 'Validation Error', id: ['Missing value'] },
    });
    expect(await ckan.get('package_show?id=nichts')).toMatchObject({
      status: 404,
      error: { __type: 'Not Found Error', message: 'Not found' },
    });
    for (const action of ['organization_show', 'group_show', 'resource_show'])
      expect((await ckan.get(`${action}?id=nichts`)).status).toBe(404);
  });

  it('keeps tenants apart', async () => {
    const admin = await ckan.token('admin');
    await ckan.act('package_create', { name: 'luft' }, admin);
    expect((await ckan.get('package_list?tenant=bonn')).result).toEqual([]);
    expect((await ckan.get('package_search?tenant=bonn')).result).toMatchObject({ count: 0 });
    const elsewhere = await ckan.client.call('GET', '/api/3/action/package_list', {
      headers: { 'NGSILD-Tenant': 'bonn' },
    });
    expect(elsewhere.json()).toMatchObject({ result: [] });
    expect((await ckan.get('package_list?tenant=a/b')).status).toBe(400);
    expect((await ckan.get('package_list?tenant=bonn', admin)).status).toBe(403);
  });

  it('lists licences', async () => {
    expect((await ckan.get('license_list')).result).toContainEqual(
      expect.objectContaining({
        id: 'http://dcat-ap.de/def/licenses/dl-by-de/2.0',
        od_conformance: 'approved',
      }),
    );
  });

  describe('organisations and groups', () => {
    it.each(['organization', 'group'])('%s: made, changed, listed and deleted by an admin', async (noun) => {
      const admin = await ckan.token('admin');
      const given = { name: 'amt', title: 'Das Amt', extras: [{ key: 'email', value: 'amt@stadt.example' }] };
      expect((await ckan.act(`${noun}_create`, given)).status).toBe(403);
      expect((await ckan.act(`${noun}_create`, given, await ckan.token('publisher'))).status).toBe(403);
      const made = await ckan.act(`${noun}_create`, given, admin);
      expect(made.result).toMatchObject({ ...given, display_name: 'Das Amt', package_count: 0, type: noun });
      expect(await ckan.act(`${noun}_create`, given, admin)).toMatchObject({
        status: 409,
        error: { name: [`${noun === 'group' ? 'Group' : 'Organization'} name already exists in database`] },
      });
      await ckan.act(`${noun}_create`, { name: 'zweites', title: 'Bei uns' }, admin);
      expect((await ckan.get(`${noun}_list`)).result).toEqual(['zweites', 'amt']);
      expect((await ckan.get(`${noun}_list?sort=name%20desc&limit=1`)).result).toEqual(['zweites']);
      expect((await ckan.get(`${noun}_list?all_fields=true`)).result).toMatchObject([
        { name: 'zweites' },
        { name: 'amt' },
      ]);
      const patched = await ckan.act(`${noun}_patch`, { id: 'amt', description: 'Neu' }, admin);
      expect(patched.result).toMatchObject({ ...given, description: 'Neu' });
      const updated = await ckan.act(`${noun}_update`, { id: 'amt', name: 'amt', title: 'Amt' }, admin);
      expect(updated.result).toMatchObject({ title: 'Amt', description: '', extras: [] });
      expect((await ckan.get(`${noun}_list_for_user`, admin)).result).toMatchObject([
        { name: 'amt' },
        { name: 'zweites' },
      ]);
      expect((await ckan.get(`${noun}_list_for_user`)).result).toEqual([]);
      expect((await ckan.act(`${noun}_delete`, { id: 'amt' }, admin)).status).toBe(200);
      expect((await ckan.get(`${noun}_list`)).result).toEqual(['zweites']);
      expect((await ckan.get(`${noun}_show?id=amt`)).status).toBe(404);
      expect((await ckan.get(`${noun}_show?id=amt`, admin)).result).toMatchObject({ state: 'deleted' });
      expect((await ckan.act(`${noun}_purge`, { id: 'amt' })).status).toBe(403);
      expect((await ckan.act(`${noun}_purge`, { id: 'amt' }, admin)).status).toBe(200);
      expect((await ckan.get(`${noun}_show?id=amt`, admin)).status).toBe(404);
    });

    it('an organisation with datasets is not deleted', async () => {
      const admin = await ckan.token('admin');
      await ckan.act('organization_create', { name: 'amt' }, admin);
      await ckan.act('package_create', { name: 'luft', owner_org: 'amt' }, admin);
      expect((await ckan.act('organization_delete', { id: 'amt' }, admin)).status).toBe(409);
    });
  });

  describe('users and tokens', () => {
    it('are told to themselves and to admins', async () => {
      const admin = await ckan.token('admin');
      const editor = await ckan.token('editor');
      expect((await ckan.get('user_list')).status).toBe(403);
      expect((await ckan.get('user_list', editor)).status).toBe(403);
      const users = (await ckan.get('user_list', admin)).result as { name: string; sysadmin: boolean }[];
      expect(users.map(({ sysadmin }) => sysadmin)).toEqual([true, false]);
      const [own] = users;
      expect((await ckan.get('user_show', editor)).result).toMatchObject({ role: 'editor', sysadmin: false });
      expect((await ckan.get(`user_show?id=${own?.name ?? ''}`, editor)).status).toBe(403);
      expect((await ckan.get('user_show')).status).toBe(403);
    });

    it('are made, listed without their texts, and revoked', async () => {
      const editor = await ckan.token('editor');
      const other = await ckan.token('editor');
      const made = await ckan.act('api_token_create', { name: 'Skript' }, editor);
      const { token } = made.result as { token: string };
      expect((await ckan.get('user_show', token)).result).toMatchObject({ role: 'editor' });
      const listed = (await ckan.get('api_token_list', editor)).result as { id: string; name: string }[];
      expect(listed.map(({ name }) => name)).toEqual(['Skript', 'Test']);
      expect(JSON.stringify(listed)).not.toContain(token);
      const [first] = listed;
      expect((await ckan.act('api_token_revoke', { jti: first?.id }, other)).status).toBe(403);
      expect((await ckan.act('api_token_revoke', { jti: first?.id }, editor)).status).toBe(200);
      expect((await ckan.get('user_show', token)).status).toBe(403);
      expect((await ckan.act('api_token_revoke', { token: editor }, editor)).status).toBe(200);
      expect((await ckan.get('user_show', editor)).status).toBe(403);
      expect((await ckan.act('api_token_create', {}, other)).error).toMatchObject({
        name: ['Missing value'],
      });
    });
  });
});
