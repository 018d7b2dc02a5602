import { DomainError } from '@allmende/kernel';
import { describe, expect, it } from 'vitest';
import { help, parseCommand } from './command-line.ts';

it('The help names the length of temporal pages', () => {
  expect(help).toContain('TEMPORAL_PAGE_SIZE');
});

describe('allmende portal token create', () => {
  it('takes a name, a role, and perhaps an organisation', () => {
    expect(parseCommand(['portal', 'token', 'create', 'klara', '--role', 'admin'])).toEqual({
      kind: 'portal-token',
      request: { name: 'klara', role: 'admin', tenant: '' },
      flags: {},
    });
    expect(
      parseCommand([
        'portal',
        'token',
        'create',
        'ben',
        '--role',
        'editor',
        '--organisation',
        'amt',
        '--tenant',
        'bonn',
      ]),
    ).toMatchObject({ request: { organisation: 'amt', tenant: 'bonn' } });
  });

  it.each([
    [['portal', 'token', 'create', 'klara'], '--role, one of reader, editor, publisher, admin'],
    [['portal', 'token', 'create', 'klara', '--role', 'chef'], '--role, one of'],
    [['portal', 'token', 'create', 'Klara B', '--role', 'admin'], 'a NAME of small letters'],
    [['portal', 'token', 'create'], 'a NAME of small letters'],
    [['portal', 'token', 'klara'], 'create and exactly one NAME'],
    [['portal', 'token', 'create', 'klara', '--report', 'x'], 'does not know --report'],
    [['portal', 'wald'], 'no command portal wald'],
    [['portal'], 'no command portal'],
  ])('refuses %j', (args, message) => {
    expect(() => parseCommand(args)).toThrow(message);
  });
});

describe('portal import', () => {
  it('takes a file or address of a system that is known', () => {
    const args = [
      'portal',
      'import',
      'dkan',
      'export.json',
      '--dry-run',
      '--report',
      'bericht.md',
      '--tenant',
      'bonn',
    ];
    expect(parseCommand([...args, '--data-dir', '/srv/daten'])).toEqual({
      kind: 'portal-import',
      flags: { DATA_DIR: '/srv/daten' },
      request: {
        system: 'dkan',
        from: 'export.json',
        tenant: 'bonn',
        dryRun: true,
        acceptsProposals: false,
        checksLinks: false,
        report: 'bericht.md',
      },
    });
    expect(
      parseCommand(['portal', 'import', 'dkan', 'x', '--accept-proposals', '--check-links']),
    ).toMatchObject({
      request: { acceptsProposals: true, checksLinks: true },
    });
  });

  it.each([
    [['portal']],
    [['portal', 'export', 'dkan', 'x']],
    [['portal', 'import', 'joomla', 'x']],
    [['portal', 'import', 'dkan']],
    [['portal', 'import', 'dkan', 'x', 'y']],
    [['portal', 'import', 'dkan', 'x', '--tenant', 'a b']],
    [['portal', 'import', 'dkan', 'x', '--restart']],
    [['serve', '--report', 'x']],
  ])('refuses %j', (args) => {
    expect(() => parseCommand(args)).toThrow(DomainError);
  });
});
