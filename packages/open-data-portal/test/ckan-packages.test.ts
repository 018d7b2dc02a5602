import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCkan, type CkanFixture } from './ckan-fixture.ts';

describe("packages in CKAN's Action API", () => {
  let ckan: CkanFixture;
  let admin: string;
  beforeEach(async () => {
    ckan = startCkan();
    admin = await ckan.token('admin');
    await ckan.act('organization_create', { id: 'amt', name: 'umweltamt', title: 'Umweltamt' }, admin);
    await ckan.act('group_create', { id: 'luft', name: 'luft', title: 'Luft' }, admin);
  });
  afterEach(() => ckan.remove());

  const full = {
    name: 'luftguete',
    title: 'Luftgüte',
    notes: 'Messwerte',
    owner_org: 'umweltamt',
    license_id: 'dl-de-by-2.0',
    tags: [{ name: 'Luft' }, { name: 'Umwelt' }],
    groups: [{ name: 'luft' }],
    extras: [
      { key: 'contributorID', value: '["http://dcat-ap.de/def/contributors/stadtMuenster"]' },
      { key: 'guid', value: 'abc' },
    ],
    resources: [{ url: 'https://stadt.example/luft.csv', format: 'CSV', name: 'Werte' }],
  };

  it('are made, shown by id and by name, and counted', async () => {
    const created = await ckan.act('package_create', full, admin);
    expect(created.body).toMatchObject({
      help: 'https://stadt.example/api/3/action/help_show?name=package_create',
      success: true,
      result: {
        name: 'luftguete',
        state: 'active',
        private: false,
        license_id: 'dl-de-by-2.0',
        isopen: true,
        num_tags: 2,
        num_resources: 1,
        owner_org: 'amt',
        organization: { name: 'umweltamt', title: 'Umweltamt' },
        groups: [{ name: 'luft' }],
        tags: [{ name: 'Luft' }, { name: 'Umwelt' }],
        extras: full.extras,
        resources: [{ url: 'https://stadt.example/luft.csv', format: 'CSV', position: 0 }],
        metadata_created: '2026-11-25T08:00:03.000000',
      },
    });
    const { id } = created.result as { id: string };
    expect((await ckan.get(`package_show?id=${id}`)).result).toEqual(created.result);
    expect((await ckan.get('package_show?id=luftguete')).result).toEqual(created.result);
    expect((await ckan.get('package_list')).result).toEqual(['luftguete']);
    expect((await ckan.get('current_package_list_with_resources')).result).toEqual([created.result]);
    expect((await ckan.get('organization_show?id=umweltamt')).result).toMatchObject({ package_count: 1 });
    expect((await ckan.get('group_package_show?id=luft')).result).toEqual([created.result]);
  });

  it('come back as they were after an update with what was shown', async () => {
    const created = (await ckan.act('package_create', full, admin)).result as Record<string, unknown>;
    const updated = (await ckan.act('package_update', created, admin)).result as Record<string, unknown>;
    const timeless = ({ metadata_modified: _, resources, ...rest }: Record<string, unknown>) => ({
      ...rest,
      resources: (resources as Record<string, unknown>[]).map(({ metadata_modified: __, ...one }) => one),
    });
    expect(timeless(updated)).toEqual(timeless(created));
  });

  it('lose in an update what is left out, and keep it in a patch', async () => {
    await ckan.act('package_create', full, admin);
    const patched = await ckan.act('package_patch', { id: 'luftguete', notes: 'Neu' }, admin);
    expect(patched.result).toMatchObject({ notes: 'Neu', title: 'Luftgüte', num_resources: 1, num_tags: 2 });
    const updated = await ckan.act('package_update', { name: 'luftguete', title: 'Luft' }, admin);
    expect(updated.result).toMatchObject({
      title: 'Luft',
      notes: null,
      num_resources: 0,
      num_tags: 0,
      extras: [],
    });
    expect(updated.result).toMatchObject({ owner_org: 'amt', groups: [{ name: 'luft' }] });
  });

  it.each([
    [{}, { name: ['Missing value'] }],
    [{ name: 'a' }, { name: ['Must be at least 2 characters long'] }],
    [
      { name: 'Luft Güte' },
      { name: ['Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_'] },
    ],
    [{ name: 'a'.repeat(101) }, { name: ['Name must be a maximum of 100 characters long'] }],
    [{ name: 'new' }, { name: ['That name cannot be used'] }],
    [{ name: 'luftguete' }, { name: ['That URL is already in use.'] }],
    [{ name: 'neu', owner_org: 'niemand' }, { owner_org: ['Organization does not exist'] }],
    [{ name: 'neu', groups: [{ name: 'keine' }] }, { groups: ['Group not found: keine'] }],
    [{ name: 'neu', tags: 'rad' }, { tags: ['Only lists of dicts can be placed against subschema'] }],
    [{ name: 'neu', tags: [{ name: 'x' }] }, { tags: ['Tag "x" length is less than minimum 2'] }],
    [{ name: 'neu', title: 5 }, { title: ['Must be a Unicode string value'] }],
    [
      {
        name: 'neu',
        extras: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      },
      { extras: ['There is a duplicate key "a"'] },
    ],
  ])('are refused: %j', async (given, expected) => {
    await ckan.act('package_create', full, admin);
    const { status, error } = await ckan.act('package_create', given, admin);
    expect(status).toBe(409);
    expect(error).toEqual({ ...expected, __type: 'Validation Error' });
  });

  it('are made by those who have a token and a role', async () => {
    const reader = await ckan.token('reader');
    const stranger = await ckan.token('publisher', 'other-office');
    const forbidden = { status: 403, error: { __type: 'Authorization Error' } };
    expect(await ckan.act('package_create', full)).toMatchObject({
      status: 403,
      error: {
        __type: 'Authorization Error',
        message: 'Access denied: User  not authorized to create packages',
      },
    });
    expect(await ckan.act('package_create', full, reader)).toMatchObject(forbidden);
    expect(await ckan.act('package_create', full, stranger)).toMatchObject(forbidden);
    expect(await ckan.act('package_create', full, 'guess')).toMatchObject(forbidden);
    expect((await ckan.get('package_list')).result).toEqual([]);
  });

  it('of an editor wait for review, and only a publisher changes what is public', async () => {
    const editor = await ckan.token('editor', 'amt');
    const publisher = await ckan.token('publisher', 'amt');
    const made = await ckan.act('package_create', full, editor);
    expect(made.result).toMatchObject({ private: true, workflow_state: 'review' });
    expect((await ckan.get('package_list')).result).toEqual([]);
    expect((await ckan.get('package_show?id=luftguete')).status).toBe(403);
    expect((await ckan.get('package_show?id=luftguete', editor)).status).toBe(200);
    expect((await ckan.act('package_patch', { id: 'luftguete', notes: 'x' }, editor)).result).toMatchObject({
      workflow_state: 'review',
    });
    const published = await ckan.act('package_patch', { id: 'luftguete', private: false }, publisher);
    expect(published.result).toMatchObject({ private: false, workflow_state: 'published' });
    expect((await ckan.act('package_patch', { id: 'luftguete', notes: 'y' }, editor)).status).toBe(403);
    expect((await ckan.act('package_delete', { id: 'luftguete' }, editor)).status).toBe(403);
  });

  it('that are private or drafts are seen by those who have a role', async () => {
    await ckan.act('package_create', { ...full, private: true }, admin);
    await ckan.act('package_create', { name: 'entwurf', state: 'draft' }, admin);
    expect((await ckan.get('package_search')).result).toMatchObject({ count: 0 });
    expect((await ckan.get('package_search?include_private=true')).result).toMatchObject({ count: 0 });
    expect((await ckan.get('package_search?include_private=true', admin)).result).toMatchObject({ count: 2 });
    const office = await ckan.token('reader', 'amt');
    expect((await ckan.get('package_search?include_private=true', office)).result).toMatchObject({
      count: 1,
      results: [{ name: 'luftguete', private: true }],
    });
  });

  it('are deleted, found no more, and purged by an admin', async () => {
    const publisher = await ckan.token('publisher');
    await ckan.act('package_create', full, publisher);
    expect(await ckan.act('package_delete', { id: 'luftguete' }, publisher)).toMatchObject({
      status: 200,
      result: null,
    });
    expect((await ckan.get('package_show?id=luftguete')).status).toBe(403);
    expect((await ckan.get('package_show?id=luftguete', publisher)).result).toMatchObject({
      state: 'deleted',
    });
    expect((await ckan.get('package_list')).result).toEqual([]);
    expect((await ckan.act('dataset_purge', { id: 'luftguete' }, publisher)).status).toBe(403);
    expect((await ckan.act('dataset_purge', { id: 'luftguete' }, admin)).status).toBe(200);
    expect((await ckan.get('package_show?id=luftguete', admin)).status).toBe(404);
  });

  it('tell what was done to them', async () => {
    await ckan.act('package_create', full, admin);
    await ckan.act('package_patch', { id: 'luftguete', notes: 'Neu' }, admin);
    const { result } = await ckan.get('package_activity_list?id=luftguete');
    expect(result).toMatchObject([
      { activity_type: 'changed package', data: { package: { notes: 'Neu' } }, user_id: '' },
      { activity_type: 'new package', data: { package: { notes: 'Messwerte' } } },
    ]);
  });

  describe('with resources', () => {
    it('that are added, changed, searched and removed', async () => {
      await ckan.act('package_create', full, admin);
      const added = await ckan.act(
        'resource_create',
        {
          package_id: 'luftguete',
          url: 'https://stadt.example/wms',
          format: 'WMS',
          name: 'Karte',
          eigenes: 'ja',
        },
        admin,
      );
      const { id } = added.result as { id: string };
      expect(added.result).toMatchObject({ position: 1, name: 'Karte', eigenes: 'ja', format: 'WMS' });
      expect((await ckan.get(`resource_show?id=${id}`)).result).toEqual(added.result);
      expect((await ckan.get(`resource_view_list?id=${id}`)).result).toEqual([]);
      const patched = await ckan.act('resource_patch', { id, description: 'Neu' }, admin);
      expect(patched.result).toMatchObject({ name: 'Karte', description: 'Neu', eigenes: 'ja' });
      const updated = await ckan.act('resource_update', { id, url: 'https://stadt.example/wfs' }, admin);
      expect(updated.result).toMatchObject({ name: null, url: 'https://stadt.example/wfs' });
      expect((await ckan.get('resource_search?query=url:wfs')).result).toMatchObject({
        count: 1,
        results: [{ id }],
      });
      expect((await ckan.get('resource_search?query=name:wert&query=format:csv')).result).toMatchObject({
        count: 1,
      });
      expect((await ckan.act('resource_delete', { id })).status).toBe(403);
      expect((await ckan.act('resource_delete', { id }, admin)).status).toBe(200);
      expect((await ckan.get(`resource_show?id=${id}`)).status).toBe(404);
      expect((await ckan.get('package_show?id=luftguete')).result).toMatchObject({ num_resources: 1 });
    });

    it('whose ids are taken only once', async () => {
      await ckan.act(
        'package_create',
        { ...full, resources: [{ id: 'eins', url: 'https://a.example' }] },
        admin,
      );
      const again = await ckan.act('resource_create', { package_id: 'luftguete', id: 'eins' }, admin);
      expect(again).toMatchObject({ status: 409, error: { id: ['Resource id already exists.'] } });
    });
  });
});
