import { DomainError } from '@allmende/kernel';
import { describe, expect, it } from 'vitest';
import { help, parseCommand } from './command-line.ts';

it('The help names the length of temporal pages', () => {
  expect(help).toContain('TEMPORAL_PAGE_SIZE');
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
