import { isDeepStrictEqual } from 'node:util';
import { jsonLines, type Ran } from './run-ckanapi.ts';

/** ckanapi towards the server under test. */
export interface CheckParts {
  /** Without a token. */
  anonymous(args: readonly string[], input?: string): Promise<Ran>;
  /** With the token of an admin. */
  admin(args: readonly string[], input?: string): Promise<Ran>;
}

export interface Check {
  readonly name: string;
  /** Undefined where it is as it has to be, else what is wrong. */
  run(parts: CheckParts): Promise<string | undefined>;
}

const organisation = { name: 'umweltamt', title: 'Umweltamt' };
const group = { name: 'luft', title: 'Luft' };
const datasets = [
  {
    name: 'luftguete',
    title: 'Luftgüte',
    notes: 'Stündliche Werte',
    owner_org: 'umweltamt',
    license_id: 'dl-de-by-2.0',
    groups: [{ name: 'luft' }],
    tags: [{ name: 'Luft' }, { name: 'Umwelt' }],
    extras: [
      { key: 'contributorID', value: '["http://dcat-ap.de/def/contributors/stadtMuenster"]' },
      { key: 'guid', value: 'abc-1' },
    ],
    resources: [{ url: 'https://stadt.example/luft.csv', format: 'CSV', name: 'Werte' }],
  },
  { name: 'radzaehlung', title: 'Radzählung', tags: [{ name: 'Rad' }], resources: [] },
];

const { owner_org: _, ...shownDataset } = datasets[0] ?? {};

const lines = (things: readonly unknown[]): string => things.map((one) => JSON.stringify(one)).join('\n');

const failure = ({ code, errors, out }: Ran): string | undefined =>
  code === 0 ? undefined : `ended with ${String(code)}: ${(errors || out).trim().split('\n').at(-1) ?? ''}`;

/** Whether all that is expected is in what was found. */
const holds = (found: unknown, expected: unknown): boolean => {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(found) &&
      found.length === expected.length &&
      expected.every((one, at) => holds(found[at], one))
    );
  }
  if (typeof expected !== 'object' || expected === null) return isDeepStrictEqual(found, expected);
  if (typeof found !== 'object' || found === null) return false;
  return Object.entries(expected).every(([key, value]) =>
    holds((found as Record<string, unknown>)[key], value),
  );
};

const compare = (ran: Ran, found: () => unknown, expected: unknown): string | undefined => {
  const failed = failure(ran);
  if (failed !== undefined) return failed;
  const value = found();
  return holds(value, expected)
    ? undefined
    : `${JSON.stringify(value).slice(0, 300)} is not ${JSON.stringify(expected).slice(0, 300)}`;
};

const answers = (args: readonly string[], expected: unknown): Check['run'] => {
  return async ({ anonymous }) => {
    const ran = await anonymous(['action', ...args]);
    return compare(ran, () => JSON.parse(ran.out) as unknown, expected);
  };
};

const acts = (args: readonly string[], expected: unknown): Check['run'] => {
  return async ({ admin }) => {
    const ran = await admin(['action', ...args]);
    return compare(ran, () => JSON.parse(ran.out) as unknown, expected);
  };
};

/** A command that has to fail with one of ckanapi's errors. */
const refused = (args: readonly string[], error: string): Check['run'] => {
  return async ({ anonymous }) => {
    const { code, errors } = await anonymous(args);
    return code !== 0 && errors.includes(error)
      ? undefined
      : `ended with ${String(code)} instead of ${error}`;
  };
};

const loads = (thing: string, things: readonly unknown[]): Check['run'] => {
  return async ({ admin }) => {
    const ran = await admin(['load', thing], `${lines(things)}\n`);
    const bad = [...ran.errors.matchAll(/Error[^\n]*/gu)].map(([text]) => text);
    return failure(ran) ?? (bad.length === 0 ? undefined : bad.join('; '));
  };
};

/** A dump of all, loaded again, has to change nothing but the time of the change. */
const dumpsAndLoads: Check['run'] = async ({ admin, anonymous }) => {
  const first = await anonymous(['dump', 'datasets', '--all']);
  const failed = failure(first) ?? (await loads('datasets', jsonLines(first.out))({ admin, anonymous }));
  if (failed !== undefined) return failed;
  const second = await anonymous(['dump', 'datasets', '--all']);
  const timeless = (text: string): string => text.replaceAll(/"metadata_modified": ?"[^"]*"/gu, '');
  return timeless(first.out) === timeless(second.out) ? undefined : 'the second dump differs from the first';
};

/** In order: later ones find what earlier ones made. */
export const checks: readonly Check[] = [
  { name: 'action status_show', run: answers(['status_show'], { locale_default: 'de' }) },
  { name: 'action site_read over GET (-g)', run: answers(['site_read', '-g'], true) },
  { name: 'action license_list', run: answers(['license_list'], {}) },
  { name: 'load organizations', run: loads('organizations', [organisation]) },
  { name: 'load groups', run: loads('groups', [group]) },
  { name: 'load datasets', run: loads('datasets', datasets) },
  { name: 'load datasets again: an update', run: loads('datasets', datasets) },
  { name: 'action package_list', run: answers(['package_list'], ['luftguete', 'radzaehlung']) },
  { name: 'action package_show', run: answers(['package_show', 'id=luftguete'], shownDataset) },
  {
    name: 'action package_search',
    run: answers(['package_search', 'q=Luft', 'fq=organization:umweltamt', 'facet.field:["tags"]'], {
      count: 1,
      facets: { tags: { Luft: 1, Umwelt: 1 } },
    }),
  },
  {
    name: 'search datasets',
    run: async ({ anonymous }) => {
      const ran = await anonymous(['search', 'datasets', 'q=Radzählung']);
      return compare(ran, () => jsonLines(ran.out), [{ name: 'radzaehlung' }]);
    },
  },
  {
    name: 'dump organizations --datasets',
    run: async ({ anonymous }) => {
      const ran = await anonymous(['dump', 'organizations', '--all']);
      return compare(ran, () => jsonLines(ran.out), [organisation]);
    },
  },
  {
    name: 'dump groups',
    run: async ({ anonymous }) => {
      const ran = await anonymous(['dump', 'groups', '--all']);
      return compare(ran, () => jsonLines(ran.out), [group]);
    },
  },
  { name: 'dump datasets, load them, dump the same', run: dumpsAndLoads },
  {
    name: 'action package_patch',
    run: acts(['package_patch', 'id=luftguete', 'notes=Neu'], { notes: 'Neu', title: 'Luftgüte' }),
  },
  {
    name: 'action resource_create',
    run: acts(
      ['resource_create', 'package_id=radzaehlung', 'url=https://stadt.example/rad.json', 'format=JSON'],
      { format: 'JSON', position: 0 },
    ),
  },
  { name: 'action organization_list_for_user', run: acts(['organization_list_for_user'], [organisation]) },
  {
    name: 'action api_token_create',
    run: acts(['api_token_create', 'name=Zweiter', 'user=conformance'], {}),
  },
  {
    name: 'batch: two actions in one run',
    run: async ({ admin }) => {
      const input = lines([
        { action: 'package_patch', data: { id: 'luftguete', title: 'Luft' } },
        { action: 'package_show', data: { id: 'luftguete' } },
      ]);
      const ran = await admin(['batch'], `${input}\n`);
      return failure(ran);
    },
  },
  {
    name: 'without a token: NotAuthorized',
    run: refused(['action', 'package_create', 'name=neu'], 'NotAuthorized'),
  },
  { name: 'what is not there: NotFound', run: refused(['action', 'package_show', 'id=nichts'], 'NotFound') },
  { name: 'what is missing: ValidationError', run: refused(['action', 'package_show'], 'ValidationError') },
  {
    name: 'a broken query: SearchQueryError',
    run: refused(['action', 'package_search', 'fq=tags:(a'], 'SearchQueryError'),
  },
  { name: 'an action that is not there: CKANAPIError', run: refused(['action', 'nichts'], 'CKANAPIError') },
  {
    name: 'delete datasets',
    run: async ({ admin, anonymous }) => {
      const failed = failure(await admin(['delete', 'datasets', 'radzaehlung']));
      return failed ?? answers(['package_list'], ['luftguete'])({ admin, anonymous });
    },
  },
];
