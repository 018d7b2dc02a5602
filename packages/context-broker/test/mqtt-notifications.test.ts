import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type BrokerUnderTest } from './broker-under-test.ts';
import { startMqttBroker, type MqttBroker } from './mqtt-broker.ts';

interface Message {
  readonly metadata: Readonly<Record<string, string>>;
  readonly body: { readonly type: string; readonly data: readonly Readonly<Record<string, unknown>>[] };
}

let broker: BrokerUnderTest;
let mqtt: MqttBroker;
beforeEach(async () => {
  broker = startBroker();
  await broker.broker.start();
  mqtt = await startMqttBroker();
});
afterEach(async () => {
  await broker.remove();
  await mqtt.close();
});

const id = 'urn:ngsi-ld:Car:1';
const subscribe = (uri: string, endpoint: object = {}) =>
  broker.call('POST', '/subscriptions', {
    type: 'Subscription',
    entities: [{ type: 'Car' }],
    notification: { endpoint: { uri, ...endpoint } },
  });
const messageOf = async (number: number) => JSON.parse((await mqtt.nth(number)).payload) as Message;
const drive = (speed: number) =>
  broker.call('POST', '/entityOperations/upsert', [{ id, type: 'Car', speed }]);

describe('Notifications over MQTT (§5.8.6, §7.2)', () => {
  it('publishes the notification with what HTTP has in headers as metadata', async () => {
    const receiverInfo = [{ key: 'my-key', value: 'mine' }];
    const { status } = await subscribe(`mqtt://127.0.0.1:${mqtt.port}/city/cars`, { receiverInfo });
    expect(status).toBe(201);
    await drive(50);
    const { topic, qos, version } = await mqtt.nth(1);
    const message = await messageOf(1);
    expect({ topic, qos, version }).toEqual({ topic: 'city/cars', qos: 0, version: 5 });
    expect(message.metadata).toMatchObject({ 'Content-Type': 'application/json', 'my-key': 'mine' });
    expect(message.metadata['Link']).toContain('rel="http://www.w3.org/ns/json-ld#context"');
    expect(message.body).toMatchObject({ type: 'Notification', data: [{ id, speed: { value: 50 } }] });
    await drive(60);
    expect((await messageOf(2)).body.data).toMatchObject([{ speed: { value: 60 } }]);
  });

  it('speaks both versions, with the quality that is asked for', async () => {
    const notifierInfo = [
      { key: 'MQTT-Version', value: 'mqtt3.1.1' },
      { key: 'MQTT-QoS', value: '2' },
    ];
    await subscribe(`mqtt://127.0.0.1:${mqtt.port}/t`, { notifierInfo });
    await drive(1);
    expect(await mqtt.nth(1)).toMatchObject({ qos: 2, version: 4 });
  });

  it('logs in as the address says, and counts what fails', async () => {
    const guarded = await startMqttBroker({ password: 'secret' });
    try {
      await subscribe(`mqtt://user:secret@127.0.0.1:${guarded.port}/t`);
      const wrong = await subscribe(`mqtt://user:wrong@127.0.0.1:${guarded.port}/t`);
      await drive(1);
      expect((await guarded.nth(1)).topic).toBe('t');
      const path = String(wrong.headers['location']).replace('/ngsi-ld/v1', '');
      await expect
        .poll(async () => broker.get(path))
        .toMatchObject({ notification: { timesFailed: 1, status: 'failed' } });
    } finally {
      await guarded.close();
    }
  });

  it.each([
    ['mqtt://127.0.0.1', {}],
    ['mqtt://127.0.0.1/a/#', {}],
    ['mqtt:///topic', {}],
    ['coap://127.0.0.1/t', {}],
    ['mqtt://127.0.0.1/t', { notifierInfo: [{ key: 'MQTT-QoS', value: '3' }] }],
    ['mqtt://127.0.0.1/t', { notifierInfo: [{ key: 'MQTT-Version', value: '4' }] }],
  ])('refuses %s %j', async (uri, endpoint) => {
    expect((await subscribe(uri, endpoint)).status).toBe(400);
  });
});
