import { parseArgs } from 'node:util';
import { DomainError } from '@allmende/kernel';
import type { ConfigName } from './config.ts';
import type { ImportRequest } from './import-command.ts';
import type { PortalImportRequest } from './portal-import-command.ts';
import { portalSystems, roles } from '@allmende/open-data-portal';
import type { PortalTokenRequest } from './portal-token-command.ts';
import { invalidCommand } from './problems.ts';

type Flags = Partial<Readonly<Record<ConfigName, string>>>;

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'serve'; readonly demo: boolean; readonly flags: Flags }
  | { readonly kind: 'config'; readonly flags: Flags }
  | { readonly kind: 'import'; readonly request: ImportRequest; readonly flags: Flags }
  | { readonly kind: 'portal-import'; readonly request: PortalImportRequest; readonly flags: Flags }
  | { readonly kind: 'portal-token'; readonly request: PortalTokenRequest; readonly flags: Flags }
  | { readonly kind: 'mappings' }
  | { readonly kind: 'backup'; readonly file: string; readonly flags: Flags }
  | { readonly kind: 'restore'; readonly file: string; readonly replace: boolean; readonly flags: Flags };

export const help = `Allmende – offene urbane Datenplattform / open urban data platform

  serve [--demo] [--port N] [--host H] [--data-dir D]   Server starten / start the server;
        [--processes N]                                   N Prozesse antworten / N processes answer
        [--database postgres://…]                         über PostgreSQL / over PostgreSQL
  import MAPPING FILE... [--dry-run [--schemas D]]      Dateien übernehmen / take over files:
         [--to URL] [--tenant T] [--limit N]              in den Datenordner oder zu einem laufenden Server;
         [--refusals FILE] [--restart] [--data-dir D]     into the data folder, or to a running server,
         [--database postgres://…]                        oder in PostgreSQL / or into PostgreSQL
  mappings                                              mitgelieferte Zuordnungen zeigen / list the shipped mappings
  portal import dkan FILE|URL [--dry-run]               Open-Data-Portal umziehen / move an open data portal in:
         [--report FILE] [--accept-proposals]             Bericht als .md oder .json / report as .md or .json
         [--check-links] [--tenant T] [--data-dir D]      Adressen prüfen / check the addresses
         [--database postgres://…]
  portal token create NAME --role ROLE                  API-Token einmal zeigen / show an API token once; ROLE:
         [--organisation O] [--tenant T] [--data-dir D]   reader, editor, publisher, admin
         [--database postgres://…]
  backup FILE [--data-dir D]                            Daten sichern, auch im Betrieb / copy the data, also while running
  restore FILE [--replace] [--data-dir D]               Sicherung einspielen / put a copy back
  config --print                                        Einstellungen zeigen / show the settings
  --help                                                diese Hilfe / this help

Umgebung / environment: PORT, HOST, DATA_DIR, DATABASE_URL, DATABASE_POOL_SIZE, PROCESSES, PUBLIC_URL, LOG_LEVEL,
  SMTP_URL, MAIL_FROM,
  DEMO_SPEED, DEMO_SEED, ALLOW_PRIVATE_CONTEXTS, ALLOW_PRIVATE_SOURCES, OTEL_EXPORTER_OTLP_ENDPOINT,
  HISTORY_RETENTION, HISTORY_COMPRESS_AFTER, TEMPORAL_PAGE_SIZE (docs/configuration.md)
`;

const options = {
  help: { type: 'boolean' },
  demo: { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
  'data-dir': { type: 'string' },
  database: { type: 'string' },
  processes: { type: 'string' },
  print: { type: 'boolean' },
  replace: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  to: { type: 'string' },
  tenant: { type: 'string' },
  schemas: { type: 'string' },
  refusals: { type: 'string' },
  restart: { type: 'boolean' },
  limit: { type: 'string' },
  report: { type: 'string' },
  'accept-proposals': { type: 'boolean' },
  'check-links': { type: 'boolean' },
  role: { type: 'string' },
  organisation: { type: 'string' },
} as const;

type Option = keyof typeof options;

const allowed: Readonly<Record<string, readonly Option[]>> = {
  serve: ['demo', 'port', 'host', 'data-dir', 'database', 'processes'],
  backup: ['data-dir', 'database'],
  restore: ['data-dir', 'database', 'replace'],
  config: ['print', 'port', 'host', 'data-dir', 'database', 'processes'],
  import: ['dry-run', 'to', 'tenant', 'schemas', 'refusals', 'restart', 'limit', 'data-dir', 'database'],
  'portal import': ['dry-run', 'tenant', 'report', 'accept-proposals', 'check-links', 'data-dir', 'database'],
  'portal token': ['role', 'organisation', 'tenant', 'data-dir', 'database'],
  mappings: [],
};

const refuse = (detail: string): DomainError => new DomainError(invalidCommand, `${detail} See --help.`);

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw refuse(cause instanceof Error ? cause.message : String(cause));
  }
};

const fileOf = (name: string, operands: readonly string[]): string => {
  const [file] = operands;
  if (file === undefined || operands.length > 1) throw refuse(`${name} needs exactly one FILE.`);
  return file;
};

type Values = ReturnType<typeof parse>['values'];

const flagsOf = (values: Values): Flags => ({
  ...(values.port === undefined ? {} : { PORT: values.port }),
  ...(values.host === undefined ? {} : { HOST: values.host }),
  ...(values['data-dir'] === undefined ? {} : { DATA_DIR: values['data-dir'] }),
  ...(values.database === undefined ? {} : { DATABASE_URL: values.database }),
  ...(values.processes === undefined ? {} : { PROCESSES: values.processes }),
});

const checkTenant = (tenant: string): void => {
  if (!/^[A-Za-z0-9_-]{0,64}$/.test(tenant)) throw refuse('--tenant is not the name of a tenant.');
};

const importOf = (values: Values, [mapping, ...files]: readonly string[]): ImportRequest => {
  if (mapping === undefined || files.length === 0)
    throw refuse('import needs a MAPPING and at least one FILE.');
  const { to, tenant = '', schemas, refusals, limit } = values;
  if (limit !== undefined && !/^[1-9]\d{0,14}$/.test(limit)) throw refuse('--limit needs a whole number.');
  if (to !== undefined && !URL.canParse(to)) throw refuse('--to needs the address of a server.');
  checkTenant(tenant);
  return {
    mapping,
    files,
    dryRun: values['dry-run'] === true,
    restart: values.restart === true,
    tenant,
    ...(to === undefined ? {} : { to: to.replace(/\/+$/, '') }),
    ...(schemas === undefined ? {} : { schemas }),
    ...(refusals === undefined ? {} : { refusals }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
};

const portalImportOf = (values: Values, operands: readonly string[]): PortalImportRequest => {
  const [name, from, ...others] = operands;
  const system = portalSystems.find((one) => one === name);
  if (system === undefined) throw refuse(`portal import needs one of ${portalSystems.join(', ')}.`);
  if (from === undefined || others.length > 0) throw refuse('portal import needs exactly one FILE or URL.');
  const { tenant = '', report } = values;
  checkTenant(tenant);
  return {
    system,
    from,
    tenant,
    dryRun: values['dry-run'] === true,
    acceptsProposals: values['accept-proposals'] === true,
    checksLinks: values['check-links'] === true,
    ...(report === undefined ? {} : { report }),
  };
};

const portalTokenOf = (values: Values, operands: readonly string[]): PortalTokenRequest => {
  const [verb, name = '', ...others] = operands;
  if (verb !== 'create' || others.length > 0) throw refuse('portal token needs create and exactly one NAME.');
  if (!/^[a-z0-9_-]{2,100}$/.test(name)) {
    throw refuse('portal token create needs a NAME of small letters, digits, "-" and "_".');
  }
  const role = roles.find((one) => one === values.role);
  if (role === undefined) throw refuse(`portal token create needs --role, one of ${roles.join(', ')}.`);
  const { tenant = '', organisation } = values;
  checkTenant(tenant);
  return { name, role, tenant, ...(organisation === undefined ? {} : { organisation }) };
};

const portalCommandOf = (name: string, values: Values, operands: readonly string[]) => {
  if (name === 'portal import') {
    return { kind: 'portal-import', request: portalImportOf(values, operands) } as const;
  }
  if (name === 'portal token') {
    return { kind: 'portal-token', request: portalTokenOf(values, operands) } as const;
  }
  return undefined;
};

/** The commands of the portal have two words. */
const splitCommand = (positionals: readonly string[]): readonly string[] => {
  const [first, second, ...following] = positionals;
  return first === 'portal' && second !== undefined ? [`${first} ${second}`, ...following] : positionals;
};

/** Understands the command line; refuses unknown commands, flags and operands (`invalid-command`). */
export const parseCommand = (args: readonly string[]): Command => {
  const { values, positionals } = parse(args);
  const [name, ...operands] = splitCommand(positionals);
  if (values.help === true || name === undefined) {
    if (values.help !== true && args.length > 0) throw refuse('The command is missing.');
    return { kind: 'help' };
  }
  const permitted = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
  if (permitted === undefined) throw refuse(`There is no command ${name}.`);
  const strange = Object.keys(values).filter((flag) => !permitted.includes(flag as Option));
  if (strange.length > 0) throw refuse(`${name} does not know --${strange.join(', --')}.`);
  const flags = flagsOf(values);
  if (name === 'backup') return { kind: 'backup', file: fileOf(name, operands), flags };
  if (name === 'restore') {
    return { kind: 'restore', file: fileOf(name, operands), replace: values.replace === true, flags };
  }
  if (name === 'import') return { kind: 'import', request: importOf(values, operands), flags };
  const portal = portalCommandOf(name, values, operands);
  if (portal !== undefined) return { ...portal, flags };
  if (operands.length > 0) throw refuse(`${name} takes no operand: ${operands.join(' ')}.`);
  if (name === 'mappings') return { kind: 'mappings' };
  if (name === 'config') return { kind: 'config', flags };
  return { kind: 'serve', demo: values.demo === true, flags };
};
