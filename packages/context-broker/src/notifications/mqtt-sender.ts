import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { Endpoint } from '../subscriptions/subscription.ts';

/** Where and how an MQTT notification goes (§7.2). */
export interface MqttTarget {
  /** Address of the MQTT broker, without topic. */
  readonly broker: string;
  readonly topic: string;
  readonly version: 4 | 5;
  readonly qos: 0 | 1 | 2;
}

export interface MqttMessage {
  readonly endpoint: Endpoint;
  readonly payload: string;
  readonly timeoutMs: number;
}

/** Publishes notifications; connections are kept for a while, as the next notification often goes the same way. */
export interface MqttSender {
  /** Resolves when the MQTT broker took the message (with QoS 0: when it was sent). */
  send(message: MqttMessage): Promise<void>;
  stop(): Promise<void>;
}

/** Versions by their names in notifierInfo (§5.2.15); the newest is the default. */
export const mqttVersions: Readonly<Record<string, MqttTarget['version']>> = {
  'mqtt5.0': 5,
  'mqtt3.1.1': 4,
};

const qualities: Readonly<Record<string, MqttTarget['qos']>> = { '0': 0, '1': 1, '2': 2 };

export const isMqtt = ({ uri }: Pick<Endpoint, 'uri'>): boolean => /^mqtts?:/iu.test(uri);

/** What is wrong with an MQTT endpoint's notifierInfo, if anything. */
export const mqttProblem = (key: string, value: string): string | undefined => {
  if (key === 'MQTT-Version' && !Object.hasOwn(mqttVersions, value))
    return `MQTT-Version is one of ${Object.keys(mqttVersions).join(', ')}`;
  return key === 'MQTT-QoS' && !Object.hasOwn(qualities, value) ? 'MQTT-QoS is 0, 1 or 2' : undefined;
};

/** mqtt[s]://[user[:password]@]host[:port]/topic[/subtopic]* */
export const mqttTarget = ({ uri, notifierInfo = [] }: Endpoint): MqttTarget => {
  const url = new URL(uri);
  const settings = new Map(notifierInfo.map(({ key, value }) => [key, value]));
  const topic = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '';
  return {
    broker: url.href,
    topic,
    version: mqttVersions[settings.get('MQTT-Version') ?? ''] ?? 5,
    qos: qualities[settings.get('MQTT-QoS') ?? ''] ?? 0,
  };
};

const idleMs = 60_000;

interface Kept {
  readonly client: Promise<MqttClient>;
  timer: NodeJS.Timeout | undefined;
}

const optionsFor = ({ version }: MqttTarget, connectTimeout: number): IClientOptions => ({
  protocolVersion: version,
  connectTimeout,
  // A delivery that fails is repeated by the queue.
  reconnectPeriod: 0,
  clean: true,
});

/** A rejection after the given time. */
const expiry = (timeoutMs: number): { readonly failed: Promise<never>; cancel(): void } => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`no answer within ${String(timeoutMs)} ms`));
  }, timeoutMs);
  return {
    failed: promise,
    cancel: () => {
      clearTimeout(timer);
    },
  };
};

class Sender implements MqttSender {
  readonly #kept = new Map<string, Kept>();

  async send({ endpoint, payload, timeoutMs }: MqttMessage): Promise<void> {
    const target = mqttTarget(endpoint);
    const key = `${target.version} ${target.broker}`;
    const limit = expiry(timeoutMs);
    try {
      const work = this.#clientOf(key, target, timeoutMs).then((client) =>
        client.publishAsync(target.topic, payload, { qos: target.qos }),
      );
      await Promise.race([work, limit.failed]);
    } catch (cause) {
      this.#forget(key);
      throw cause;
    } finally {
      limit.cancel();
    }
  }

  #clientOf(key: string, target: MqttTarget, timeoutMs: number): Promise<MqttClient> {
    const known = this.#kept.get(key);
    if (known !== undefined) {
      known.timer?.refresh();
      return known.client;
    }
    const client = connectAsync(target.broker, optionsFor(target, timeoutMs), false);
    const kept: Kept = { client, timer: undefined };
    this.#kept.set(key, kept);
    const forget = (): void => {
      if (this.#kept.get(key) === kept) this.#forget(key);
    };
    client.then(
      (connected) => {
        connected.on('close', forget);
        connected.on('error', forget);
        kept.timer = setTimeout(forget, idleMs).unref();
      },
      () => undefined,
    );
    return client;
  }

  #forget(key: string): void {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    clearTimeout(kept?.timer);
    kept?.client.then((client) => client.end(true)).catch(() => undefined);
  }

  async stop(): Promise<void> {
    const clients = [...this.#kept.values()].map(({ client }) => client);
    for (const key of [...this.#kept.keys()]) this.#forget(key);
    await Promise.allSettled(clients);
  }
}

export const createMqttSender = (): MqttSender => new Sender();
