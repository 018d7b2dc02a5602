import { DomainError } from '@allmende/kernel';
import { describe, expect, it } from 'vitest';
import { printableConfig, readConfig } from './config.ts';

const findingsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (cause) {
    return cause instanceof DomainError ? cause.findings.map(({ pointer }) => pointer) : ['other'];
  }
};

describe('the configuration', () => {
  it('has defaults, is frozen, and flags win over the environment', () => {
    const config = readConfig({ PORT: '9000', PUBLIC_URL: '' }, { PORT: '9001' });
    expect(config).toMatchObject({ port: 9001, host: '127.0.0.1', publicUrl: undefined });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('is printed whole, without passwords', () => {
    const config = readConfig({
      SMTP_URL: 'smtp://me:secret@mail.example',
      MAIL_FROM: 'a@example.org',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://me:secret@traces.example',
      DATABASE_URL: 'postgres://me:secret@db.example/city?password=secret&sslmode=verify-full',
    });
    expect(JSON.parse(printableConfig(config))).toEqual({
      port: 8080,
      processes: 1,
      host: '127.0.0.1',
      dataDir: './data',
      databaseUrl: 'postgres://me:***@db.example/city?password=***&sslmode=verify-full',
      databasePoolSize: 10,
      publicUrl: null,
      logLevel: 'info',
      allowPrivateContexts: false,
      allowPrivateSources: false,
      demoSpeed: 1,
      demoSeed: 'muenster',
      temporalPageSize: 10_000,
      historyPolicy: { retention: [], compressAfterMs: 31 * 86_400_000 },
      otlpEndpoint: 'https://me:***@traces.example/',
      smtpUrl: 'smtp://me:***@mail.example',
      mailFrom: 'a@example.org',
    });
  });

  it('reads how long the past is kept, and when it is compressed', () => {
    const day = 86_400_000;
    const { historyPolicy } = readConfig({
      HISTORY_RETENTION: '*=365, bonn=90',
      HISTORY_COMPRESS_AFTER: '0',
    });
    expect(historyPolicy).toEqual({
      retention: [{ keepMs: 365 * day }, { tenant: 'bonn', keepMs: 90 * day }],
    });
    expect(() => readConfig({ HISTORY_RETENTION: 'bonn=soon' })).toThrow(
      'HISTORY_RETENTION is wrong: bonn=soon is no rule such as *=365, bonn=90 or */TrafficFlowObserved=30.',
    );
    expect(findingsOf({ HISTORY_COMPRESS_AFTER: '-1' })).toEqual(['HISTORY_COMPRESS_AFTER']);
  });

  it('takes addresses of PostgreSQL only, and shows none that it refuses', () => {
    for (const wrong of [
      'mysql://me:secret@db.example/city',
      'me:secret',
      'postgres://me:se cret@db example',
    ])
      expect(() => readConfig({ DATABASE_URL: wrong })).toThrow(
        /^DATABASE_URL must be a postgres address: postgres:\/\/user@host\/database\.$/u,
      );
    for (const right of ['postgresql://db.example/city', 'postgres:///city?host=/run/postgresql'])
      expect(readConfig({ DATABASE_URL: right }).databaseUrl).toBe(right);
    expect(findingsOf({ DATABASE_POOL_SIZE: '0' })).toEqual(['DATABASE_POOL_SIZE']);
  });

  it('tells all findings at once', () => {
    const environment = {
      PORT: '99999',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'nowhere',
      SMTP_URL: 'smtp://mail.example',
    };
    expect(findingsOf(environment).toSorted()).toEqual(['LOG_LEVEL', 'MAIL_FROM', 'PORT', 'PUBLIC_URL']);
  });
});
