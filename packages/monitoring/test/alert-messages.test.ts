import type { Logger } from '@allmende/kernel';
import { silentLogger } from '@allmende/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { createSmtpSender, type MailSender } from '../src/index.ts';
import { aRule, alertsIn, createMailbox, startMonitoring, type Fixture } from './monitoring-fixture.ts';
import { startSmtpSink } from './smtp-sink.ts';
import { startWebhookSink } from './webhook-sink.ts';

interface SeenDelivery {
  readonly channel: string;
  readonly status: string;
  readonly attempts: number;
  readonly lastError?: string;
}

describe('messages about alerts', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const start = async (...options: Parameters<typeof startMonitoring>): Promise<Fixture> => {
    const fixture = await startMonitoring(...options);
    ends.push(() => fixture.remove());
    return fixture;
  };

  const webhookSink = async () => {
    const sink = await startWebhookSink();
    ends.push(() => sink.close());
    return sink;
  };

  const smtpSink = async () => {
    const sink = await startSmtpSink();
    ends.push(() => sink.close());
    const mail = createSmtpSender({
      url: `smtp://127.0.0.1:${String(sink.port)}`,
      from: 'Allmende <alarm@stadt.example>',
    });
    return { sink, mail };
  };

  const addRule = async (
    fixture: Fixture,
    recipients: Readonly<Record<string, readonly string[]>>,
    name = 'Hitze',
  ): Promise<void> => {
    const condition = {
      kind: 'threshold',
      attribute: 'temperature',
      direction: 'above',
      raiseAt: 30,
      clearAt: 25,
    };
    const body = aRule({ name, condition, recipients });
    expect((await fixture.client().call('POST', '/api/alert-rules', { body })).status).toBe(201);
  };

  const put = (fixture: Fixture, temperature: number, id = 'urn:1'): void => {
    fixture.source.put(fixture.sensor(id, { temperature }));
  };

  const deliveries = async (fixture: Fixture): Promise<readonly SeenDelivery[]> => {
    const [alert] = await alertsIn(fixture);
    const shown = (await fixture.client().call('GET', `/api/alerts/${alert?.id ?? ''}`)).json();
    return (shown as { readonly deliveries: readonly SeenDelivery[] }).deliveries;
  };

  it('arrive by SMTP', async () => {
    const { sink, mail } = await smtpSink();
    const fixture = await start({ mail });
    await addRule(fixture, { emails: ['amt@stadt.example', 'wache@stadt.example'] });
    put(fixture, 35);
    await fixture.monitoring().settled();
    expect(sink.messages.map(({ to }) => to).sort()).toEqual([
      ['amt@stadt.example'],
      ['wache@stadt.example'],
    ]);
    const [first] = sink.messages;
    expect(first?.text).toContain('From: Allmende <alarm@stadt.example>');
    expect(first?.text).toMatch(/^Message-ID: <id-\d+@stadt\.example>$/mu);
    expect(first?.text).toContain('Auto-Submitted: auto-generated');
    expect(first?.text).toContain('https://stadt.example/alerts');
    expect(await deliveries(fixture)).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
  });

  it('cannot smuggle headers or recipients through subject or address', async () => {
    const { sink, mail } = await smtpSink();
    const subject = 'Hitze\r\nBcc: spy@evil.example\r\n\r\nbody';
    await mail.send({ id: 'id', to: 'amt@stadt.example', subject, text: 'Text' });
    await mail.send({ id: 'id', to: 'a@stadt.example, b@stadt.example', subject, text: 'Text' });
    expect(sink.messages.map(({ to }) => to.length)).toEqual([1, 1]);
    const head = sink.messages[0]?.text.split('\r\n\r\n')[0] ?? '';
    expect(head).toContain('Subject: Hitze Bcc: spy@evil.example body');
    expect(head).not.toMatch(/^Bcc:/imu);
  });

  it('are not repeated when the mail server refuses the recipient for good, but later when only for now', async () => {
    const { sink, mail } = await smtpSink();
    const fixture = await start({ mail });
    await addRule(fixture, { emails: ['amt@stadt.example'] });
    sink.refuseWith('450 later, please');
    put(fixture, 35);
    await fixture.monitoring().settled();
    expect(await deliveries(fixture)).toMatchObject([{ status: 'pending', attempts: 1 }]);
    sink.refuseWith('550 nobody of this name');
    await fixture.pass(5);
    expect(await deliveries(fixture)).toMatchObject([{ status: 'failed', attempts: 2 }]);
    sink.refuseWith(undefined);
    await fixture.pass(86_400);
    expect(sink.messages).toEqual([]);
  });

  it('fail at once, and visibly, without a mail server', async () => {
    const fixture = await start();
    await addRule(fixture, { emails: ['amt@stadt.example'] });
    put(fixture, 35);
    await fixture.monitoring().settled();
    expect(await deliveries(fixture)).toMatchObject([
      { status: 'failed', lastError: 'No mail server is configured.' },
    ]);
  });

  it('arrive by webhook with the same id in every attempt', async () => {
    const sink = await webhookSink();
    const fixture = await start({ fetch });
    await addRule(fixture, { webhooks: [sink.url] });
    sink.answerWith(503);
    put(fixture, 35);
    await fixture.monitoring().settled();
    await fixture.pass(4);
    expect(sink.calls).toHaveLength(1);
    sink.answerWith(204);
    await fixture.pass(1);
    const keys = sink.calls.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(JSON.parse(sink.calls[1]?.body ?? '')).toMatchObject({
      event: 'raised',
      value: 35,
      alert: { ruleName: 'Hitze', entityId: 'urn:1', severity: 'critical', status: 'open' },
    });
    expect(sink.calls[1]?.body).not.toContain('history');
    expect(await deliveries(fixture)).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  it('follow no redirect', async () => {
    const sink = await webhookSink();
    const fixture = await start({ fetch });
    await addRule(fixture, { webhooks: [sink.url] });
    sink.answerWith(307);
    put(fixture, 35);
    await fixture.monitoring().settled();
    expect(sink.calls.map(({ path }) => path)).toEqual(['/hook']);
    expect(await deliveries(fixture)).toMatchObject([
      { status: 'pending', lastError: 'The receiver answered 307.' },
    ]);
  });

  it('end at a receiver that is gone for good', async () => {
    const sink = await webhookSink();
    const fixture = await start({ fetch });
    await addRule(fixture, { webhooks: [sink.url] });
    sink.answerWith(410);
    put(fixture, 35);
    await fixture.monitoring().settled();
    expect(await deliveries(fixture)).toMatchObject([{ status: 'failed', attempts: 1 }]);
  });

  it('are repeated with growing pauses for about twenty hours, and then given up', async () => {
    const fixture = await start();
    await addRule(fixture, { webhooks: ['http://nobody.example/'] });
    put(fixture, 35);
    await fixture.monitoring().settled();
    const attemptsAt: number[] = [0];
    for (let minute = 1; minute <= 30 * 60; minute += 1) {
      await fixture.pass(60);
      const [delivery] = await deliveries(fixture);
      if ((delivery?.attempts ?? 0) > attemptsAt.length) attemptsAt.push(minute);
      if (delivery?.status === 'failed') break;
    }
    const [delivery] = await deliveries(fixture);
    expect(delivery).toMatchObject({ status: 'failed', attempts: 30, lastError: 'nobody is there' });
    expect(attemptsAt.at(-1)).toBeGreaterThan(18 * 60);
    expect(attemptsAt.at(-1)).toBeLessThan(24 * 60);
  });

  it('tell of the end only after the beginning', async () => {
    const sink = await webhookSink();
    const fixture = await start({ fetch });
    await addRule(fixture, { webhooks: [sink.url] });
    sink.answerWith(500);
    put(fixture, 35);
    await fixture.monitoring().settled();
    sink.answerWith(200);
    fixture.clock.advance(1);
    put(fixture, 20);
    await fixture.monitoring().settled();
    expect(sink.calls).toHaveLength(1);
    await fixture.pass(5);
    const events = sink.calls.map(({ body }) => (JSON.parse(body) as { readonly event: string }).event);
    expect(events).toEqual(['raised', 'raised', 'cleared']);
  });

  it('wait for nobody but their own receiver', async () => {
    const sink = await webhookSink();
    const mailbox = createMailbox();
    const fixture = await start({ fetch, mail: mailbox });
    await addRule(fixture, { webhooks: [sink.url], emails: ['amt@stadt.example'] });
    sink.answerWith(undefined);
    const called = sink.called();
    for (const id of ['urn:1', 'urn:2', 'urn:3']) put(fixture, 35, id);
    await called;
    await expect.poll(() => mailbox.messages.length).toBe(3);
    expect(sink.calls).toHaveLength(1);
  });

  it('stay queued when the server stops while sending, and are sent by the next one', async () => {
    const sink = await webhookSink();
    const fixture = await start({ fetch });
    await addRule(fixture, { webhooks: [sink.url] });
    sink.answerWith(undefined);
    const called = sink.called();
    put(fixture, 35);
    await called;
    await fixture.restart(() => {
      sink.answerWith(200);
    });
    expect(await deliveries(fixture)).toMatchObject([{ status: 'sent', attempts: 1 }]);
    expect(new Set(sink.calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('are not sent again when only their outcome could not be saved', async () => {
    const mailbox = createMailbox();
    const fixture = await start({ mail: mailbox });
    await addRule(fixture, { emails: ['amt@stadt.example'] });
    const repair = await fixture.breakTable('alert_deliveries', 'UPDATE');
    put(fixture, 35);
    await fixture.monitoring().settled();
    await fixture.pass(1);
    await repair();
    await fixture.pass(1);
    expect(mailbox.messages).toHaveLength(1);
    expect(await deliveries(fixture)).toMatchObject([{ status: 'sent', attempts: 1 }]);
  });

  it('leave no recipient in the log', async () => {
    const lines: string[] = [];
    const log: Logger['info'] = (...line) => {
      lines.push(JSON.stringify(line));
    };
    const mail: MailSender = { send: ({ to }) => Promise.reject(new Error(`no ${to}`)) };
    const fixture = await start({ mail, logger: { ...silentLogger, warn: log, error: log, info: log } });
    await addRule(fixture, { emails: ['erika@stadt.example'] });
    put(fixture, 35);
    await fixture.monitoring().settled();
    expect(lines.join('\n')).toContain('alert message was not sent');
    expect(lines.join('\n')).not.toContain('erika');
    expect(await deliveries(fixture)).toMatchObject([{ lastError: 'no erika@stadt.example' }]);
  });
});
