import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ckanActions } from '../src/ckan/ckan-routes.ts';
import { startCkan, type CkanFixture } from './ckan-fixture.ts';

/** Members that actions look at, and values that none of them expects. */
const names = [
  ...[
    'id',
    'name',
    'title',
    'q',
    'fq',
    'fq_list',
    'rows',
    'start',
    'sort',
    'facet.field',
    'facet.limit',
    'fl',
  ],
  ...[
    'tags',
    'resources',
    'extras',
    'groups',
    'owner_org',
    'state',
    'private',
    'limit',
    'offset',
    'query',
    'order_by',
  ],
  ...[
    'package_id',
    'url',
    'license_id',
    'user',
    'jti',
    'token',
    'permission',
    'organizations',
    'image_url',
    '__proto__',
  ],
];
const text = fc.oneof(
  fc.constantFrom(
    'luft',
    'amt',
    '',
    '*:*',
    'tags:[* TO',
    '[',
    '{}',
    'null',
    '-1',
    '1e400',
    'NOW/DAY',
    'a'.repeat(5000),
    '\u0000',
    '\uD800',
  ),
  fc.string({ unit: 'binary' }),
);
const value = fc.oneof(
  text,
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1e300,
    [],
    {},
    [[]],
    [null],
    [{}],
    [{ key: null, value: {} }],
    [{ name: 5 }],
    [{ id: 'luft', url: 7 }],
  ),
  fc.array(text, { maxLength: 3 }),
  fc.array(
    fc.dictionary(
      fc.constantFrom('key', 'value', 'name', 'id', 'url', 'format', 'size', 'hash', 'created'),
      fc.oneof(text, fc.integer()),
    ),
    {
      maxLength: 3,
    },
  ),
);

describe("bad input to CKAN's Action API", () => {
  let ckan: CkanFixture;
  let admin: string;
  beforeAll(async () => {
    ckan = startCkan();
    admin = await ckan.token('admin');
    await ckan.act('organization_create', { name: 'amt' }, admin);
    await ckan.act('package_create', { name: 'luft', owner_org: 'amt' }, admin);
  });
  afterAll(() => ckan.remove());

  it.each(Object.keys(ckanActions))('%s answers whatever is sent without failing', async (action) => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 5 }),
        fc.boolean(),
        async (data, isAdmin) => {
          const { status, body } = await ckan.act(action, data, isAdmin ? admin : undefined);
          expect([200, 400, 403, 404, 409], JSON.stringify([data, body])).toContain(status);
        },
      ),
      { numRuns: 40 },
    );
  });
});
