import { parseRetention, type HistoryPolicy } from '@allmende/context-broker';
import { DomainError } from '@allmende/kernel';
import { z } from 'zod';
import { invalidConfiguration } from './problems.ts';
import { withoutPassword } from './without-password.ts';

const wholeNumber = z.string().regex(/^\d+$/, 'must be a whole number').transform(Number);

const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .default('false')
  .transform((text) => text === 'true');

/** Rules as `parseRetention` reads them. */
const retention = z
  .string()
  .default('')
  .transform((text, context) => {
    try {
      return parseRetention(text);
    } catch (cause) {
      context.addIssue({
        code: 'custom',
        message: `is wrong: ${String(cause instanceof Error ? cause.message : cause)}`,
      });
      return z.NEVER;
    }
  });

const dayMs = 86_400_000;

const schema = z
  .object({
    PORT: wholeNumber.pipe(z.number().max(65_535, 'must be at most 65535')).default(8080),
    HOST: z.string().min(1, 'must not be empty').default('127.0.0.1'),
    DATA_DIR: z.string().min(1, 'must not be empty').default('./data'),
    DATABASE_URL: z
      .url({
        protocol: /^postgres(?:ql)?$/,
        error: 'must be a postgres address: postgres://user@host/database',
      })
      .optional(),
    DATABASE_POOL_SIZE: wholeNumber
      .pipe(z.number().min(1, 'must be at least 1').max(500, 'must be at most 500'))
      .default(10),
    PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
    LOG_LEVEL: z
      .enum(['error', 'warn', 'info', 'debug'], { error: 'must be error, warn, info or debug' })
      .default('info'),
    ALLOW_PRIVATE_CONTEXTS: flag,
    ALLOW_PRIVATE_SOURCES: flag,
    TEMPORAL_PAGE_SIZE: wholeNumber.pipe(z.number().min(1, 'must be at least 1')).default(10_000),
    HISTORY_RETENTION: retention,
    HISTORY_COMPRESS_AFTER: wholeNumber.pipe(z.number().max(36_500, 'must be at most 36500')).default(31),
    PROCESSES: wholeNumber
      .pipe(z.number().min(1, 'must be at least 1').max(64, 'must be at most 64'))
      .default(1),
    DEMO_SPEED: z.coerce
      .number({ error: 'must be a number' })
      .min(0.1, 'must be at least 0.1')
      .max(3600, 'must be at most 3600')
      .default(1),
    DEMO_SEED: z.string().max(100, 'must have at most 100 characters').default('muenster'),
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url({ protocol: /^https?$/, error: 'must be an http or https address' })
      .optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp or smtps address' }).optional(),
    MAIL_FROM: z.string().includes('@', { error: 'must be a mail address' }).optional(),
  })
  .refine(({ SMTP_URL, MAIL_FROM }) => SMTP_URL === undefined || MAIL_FROM !== undefined, {
    path: ['MAIL_FROM'],
    error: 'is needed when SMTP_URL is set',
    when: () => true,
  });

export type ConfigName = keyof z.infer<typeof schema>;
export type LogLevel = z.infer<typeof schema>['LOG_LEVEL'];

/** All settings of the server; frozen after start. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** PostgreSQL that holds the data, for any number of processes; absent, the data folder does. */
  readonly databaseUrl: string | undefined;
  /** Most transactions of this process at once on PostgreSQL; half as many connections more are there for reads. */
  readonly databasePoolSize: number;
  /** Address under which users reach the server, without trailing slash; by default that of host and port. */
  readonly publicUrl: string | undefined;
  readonly logLevel: LogLevel;
  /** Whether JSON-LD contexts may be fetched from private address ranges. */
  readonly allowPrivateContexts: boolean;
  /** Whether context sources may be called in private address ranges. */
  readonly allowPrivateSources: boolean;
  /** Most attribute instances in one temporal answer; more are given page by page. */
  readonly temporalPageSize: number;
  /** How long the past is kept, and when it is compressed. */
  readonly historyPolicy: HistoryPolicy;
  /** Processes that answer: over PostgreSQL all do the same, on the embedded database all but one only read. */
  readonly processes: number;
  /** Simulated time of the demo city per real time. */
  readonly demoSpeed: number;
  /** Decides over all chances of the demo city. */
  readonly demoSeed: string;
  /** OTLP/HTTP collector that takes traces. */
  readonly otlpEndpoint: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
}

/**
 * Reads the configuration from the environment; `flags` win over it. An empty variable counts as unset.
 * Rejects with `invalid-configuration` and every finding at once.
 */
export const readConfig = (
  environment: Readonly<Record<string, string | undefined>>,
  flags: Partial<Readonly<Record<ConfigName, string>>> = {},
): Config => {
  const set = Object.entries(environment).filter(([, value]) => value !== '');
  const parsed = schema.safeParse({ ...Object.fromEntries(set), ...flags });
  if (!parsed.success) {
    const findings = parsed.error.issues.map(({ path, message }) => ({
      pointer: path.join('.'),
      detail: message,
    }));
    const detail = findings.map((finding) => `${finding.pointer} ${finding.detail}`).join('; ');
    throw new DomainError(invalidConfiguration, `${detail}.`, { findings });
  }
  const { PORT, HOST, DATA_DIR, PUBLIC_URL, LOG_LEVEL, SMTP_URL, MAIL_FROM } = parsed.data;
  const compressAfter = parsed.data.HISTORY_COMPRESS_AFTER;
  return Object.freeze({
    port: PORT,
    host: HOST,
    dataDir: DATA_DIR,
    databaseUrl: parsed.data.DATABASE_URL,
    databasePoolSize: parsed.data.DATABASE_POOL_SIZE,
    publicUrl: PUBLIC_URL?.replace(/\/+$/, ''),
    logLevel: LOG_LEVEL,
    allowPrivateContexts: parsed.data.ALLOW_PRIVATE_CONTEXTS,
    allowPrivateSources: parsed.data.ALLOW_PRIVATE_SOURCES,
    temporalPageSize: parsed.data.TEMPORAL_PAGE_SIZE,
    historyPolicy: {
      retention: parsed.data.HISTORY_RETENTION,
      ...(compressAfter === 0 ? {} : { compressAfterMs: compressAfter * dayMs }),
    },
    processes: parsed.data.PROCESSES,
    demoSpeed: parsed.data.DEMO_SPEED,
    demoSeed: parsed.data.DEMO_SEED,
    otlpEndpoint: parsed.data.OTEL_EXPORTER_OTLP_ENDPOINT,
    smtpUrl: SMTP_URL,
    mailFrom: MAIL_FROM,
  });
};

const shown = (address: string | undefined): string | null =>
  address === undefined ? null : withoutPassword(address);

/** The configuration as JSON for people: `null` for what is not set, and no passwords. */
export const printableConfig = (config: Config): string => {
  const { publicUrl = null, mailFrom = null } = config;
  const addresses = {
    databaseUrl: shown(config.databaseUrl),
    otlpEndpoint: shown(config.otlpEndpoint),
    smtpUrl: shown(config.smtpUrl),
  };
  return JSON.stringify({ ...config, publicUrl, mailFrom, ...addresses }, undefined, 2);
};
