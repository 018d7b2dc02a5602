import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aRule, idOf, startMonitoring, type Fixture } from './monitoring-fixture.ts';

const rules = '/api/alert-rules';

describe('bad input', () => {
  let fixture: Fixture;
  let ruleId: string;
  beforeAll(async () => {
    fixture = await startMonitoring();
    ruleId = idOf(await fixture.client().call('POST', rules, { body: aRule() }));
  });
  afterAll(() => fixture.remove());

  const findings = async (parts: object): Promise<readonly string[]> => {
    const answer = await fixture.client().call('POST', rules, { body: { ...aRule(), ...parts } });
    expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/problem+json' } });
    const { errors } = answer.json() as { readonly errors: readonly { readonly pointer: string }[] };
    return errors.map(({ pointer }) => pointer);
  };

  it('is refused with every finding', async () => {
    expect(await findings({ name: '', severity: 'huge', isActive: 'yes', colour: 'red' })).toEqual([
      '/colour',
      '/name',
      '/severity',
      '/isActive',
    ]);
    expect(await findings({ condition: { kind: 'magic' } })).toEqual(['/condition/kind']);
    expect(await findings({ name: 'Hitze\r\nBcc: x' })).toEqual(['/name']);
    expect(await findings({ name: 'Hitze\ud800' })).toEqual(['/name']);
  });

  it.each([
    { raiseAt: 30, clearAt: 31 },
    { raiseAt: 30, clearAt: 29, direction: 'below' },
  ])('is a threshold that would clear beyond itself: %o', async (numbers) => {
    const condition = { kind: 'threshold', attribute: 'a', direction: 'above', ...numbers };
    expect(await findings({ condition })).toEqual(['/condition/clearAt']);
  });

  it.each(['30', null, true])('is a threshold that is no number: %o', async (raiseAt) => {
    const condition = { kind: 'threshold', attribute: 'a', direction: 'above', raiseAt, clearAt: 0 };
    expect(await findings({ condition })).toContain('/condition/raiseAt');
  });

  it.each([0, -1, 1e12, '60'])('is a time of %o', async (afterSeconds) => {
    expect(await findings({ condition: { kind: 'missing-data', afterSeconds } })).toEqual([
      '/condition/afterSeconds',
    ]);
  });

  const ring = (count: number) => [...Array.from({ length: count }, (_, at) => [at / 100, 1]), [0, 1]];
  it.each([
    ['that is open', { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 1]]] }], // prettier-ignore
    ['beyond the poles', { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 91], [0, 0]]] }], // prettier-ignore
    ['of two corners', { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [0, 0]]] }], // prettier-ignore
    ['without ring', { type: 'Polygon', coordinates: [] }],
    ['of too many corners', { type: 'Polygon', coordinates: [ring(600), ring(600)] }],
    ['of another kind', { type: 'Point', coordinates: [0, 0] }],
    ['of text', 'Münster'],
  ])('is a fence %s', async (_, polygon) => {
    expect(await findings({ condition: { kind: 'geofence', on: 'enter', polygon } })).toEqual([
      '/condition/polygon',
    ]);
  });

  it.each([
    'nobody',
    'a@b@c',
    'a b@stadt.example',
    'a@stadt.example, b@stadt.example',
    'Amt <a@stadt.example>',
    'a@stadt.example\nBcc: b@stadt.example',
    'gruppe:a@stadt.example;',
    '(x)a@stadt.example',
    'a@-stadt.example',
    `${'a'.repeat(65)}@stadt.example`,
    `a@${'b'.repeat(260)}.example`,
    7,
  ])('is a recipient %o', async (email) => {
    expect(await findings({ recipients: { emails: [email] } })).toEqual(['/recipients/emails/0']);
  });

  it('is no recipient with letters of other scripts', async () => {
    const recipients = { emails: ['straße+alarm@münster.example', 'a@localhost', 'a@localhost'] };
    const answer = await fixture
      .client()
      .call('POST', rules, { body: aRule({ recipients, isActive: false }) });
    expect(answer.json()).toMatchObject({ recipients: { emails: recipients.emails.slice(0, 2) } });
  });

  it.each(['ftp://stadt.example', 'stadt.example', 'javascript:alert(1)', 'https://me:pw@stadt.example', ''])(
    'is a webhook to %o',
    async (webhook) => {
      expect(await findings({ recipients: { webhooks: [webhook] } })).toEqual(['/recipients/webhooks/0']);
    },
  );

  it('is more recipients than fit', async () => {
    const emails = Array.from({ length: 51 }, (_, at) => `a${String(at)}@stadt.example`);
    expect(await findings({ recipients: { emails } })).toEqual(['/recipients/emails']);
  });

  it('loses nothing: a rule is changed only from its current version', async () => {
    const put = (body: object) => fixture.client().call('PUT', `${rules}/${ruleId}`, { body });
    expect((await put(aRule({ name: 'Ohne' }))).status).toBe(400);
    expect((await put(aRule({ name: 'Falsch', version: '1' }))).status).toBe(400);
    expect((await put(aRule({ name: 'Neu', version: 1 }))).status).toBe(200);
    expect((await put(aRule({ name: 'Alt', version: 1 }))).status).toBe(409);
    expect((await fixture.client().call('GET', `${rules}/${ruleId}`)).json()).toMatchObject({
      name: 'Neu',
      version: 2,
    });
    expect(
      (await fixture.client().call('DELETE', `${rules}/${ruleId}`, { headers: { 'if-match': '"1"' } }))
        .status,
    ).toBe(409);
  });

  it('is an id that there is not', async () => {
    for (const [method, path] of [
      ['GET', `${rules}/none`],
      ['DELETE', `${rules}/none`],
      ['GET', '/api/alerts/none'],
    ] as const) {
      expect((await fixture.client().call(method, path)).status).toBe(404);
    }
    const close = await fixture.client().call('POST', '/api/alerts/none/close', { body: { by: 'Ada' } });
    expect(close).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
  });

  it('is an action without a name, or with something else', async () => {
    for (const body of [{}, { by: '' }, { by: 'Ada\n' }, { by: 'Ada', note: 7 }, { by: 'Ada', x: 1 }, []]) {
      expect((await fixture.client().call('POST', '/api/alerts/none/acknowledge', { body })).status).toBe(
        400,
      );
    }
  });

  it('is a wrong parameter', async () => {
    for (const query of ['status=new', 'limit=1001', 'limit=', 'offset=-1', 'order=up']) {
      expect((await fixture.client().call('GET', `/api/alerts?${query}`)).status).toBe(400);
    }
  });

  it('of any JSON, or none, is answered as a problem and never fails the server', async () => {
    const rule = fc.record(
      {
        name: fc.anything(),
        entityType: fc.anything(),
        severity: fc.anything(),
        condition: fc.oneof(
          fc.anything(),
          fc.record({
            kind: fc.constantFrom('threshold', 'missing-data', 'geofence'),
            attribute: fc.anything(),
            polygon: fc.anything(),
            afterSeconds: fc.anything(),
          }),
        ),
        recipients: fc.anything(),
        version: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      rule.map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(
        bodies,
        fc.constantFrom(
          ['POST', rules],
          ['PUT', `${rules}/none`],
          ['POST', '/api/dashboards'],
          ['PUT', '/api/dashboards/none'],
          ['POST', '/api/alerts/none/close'],
        ),
        async (body, [method, path]) => {
          const answer = await fixture.client().call(method === 'PUT' ? 'PUT' : 'POST', path ?? '', { body });
          expect(answer.status).toBe(400);
          expect(answer.json()).toMatchObject({ status: 400, detail: expect.any(String) as unknown });
        },
      ),
      { numRuns: 300 },
    );
  });
});
