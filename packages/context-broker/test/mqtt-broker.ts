import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { generate, parser, type IConnectPacket, type IPublishPacket, type Packet } from 'mqtt-packet';

export interface PublishedMessage {
  readonly topic: string;
  readonly qos: number;
  /** Version of the protocol that the publisher speaks: 4 is 3.1.1. */
  readonly version: number;
  readonly payload: string;
}

export interface MqttBroker {
  readonly port: number;
  readonly published: readonly PublishedMessage[];
  /** The message with this number, counted from 1, once it has come. */
  nth(number: number): Promise<PublishedMessage>;
  close(): Promise<void>;
}

interface Session {
  readonly socket: Socket;
  version: number;
  readonly topics: Set<string>;
}

interface State {
  readonly password: string | undefined;
  readonly sessions: Set<Session>;
  readonly published: PublishedMessage[];
  readonly waiting: Set<() => void>;
}

const send = ({ socket, version }: Session, packet: Packet): void => {
  socket.write(generate(packet, { protocolVersion: version }));
};

const connect = ({ password }: State, session: Session, packet: IConnectPacket): void => {
  session.version = packet.protocolVersion ?? 4;
  const isAllowed = password === undefined || packet.password?.toString() === password;
  const refusal = session.version === 5 ? 134 : 4;
  const code = isAllowed ? 0 : refusal;
  send(session, { cmd: 'connack', sessionPresent: false, returnCode: code, reasonCode: code });
  if (!isAllowed) session.socket.end();
};

const publish = (state: State, session: Session, packet: IPublishPacket): void => {
  const { topic, qos, payload, messageId = 0 } = packet;
  state.published.push({ topic, qos, version: session.version, payload: payload.toString() });
  if (qos === 1) send(session, { cmd: 'puback', messageId });
  if (qos === 2) send(session, { cmd: 'pubrec', messageId });
  for (const other of state.sessions) {
    if (other.topics.has(topic))
      send(other, { cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false });
  }
  for (const wake of state.waiting) wake();
  state.waiting.clear();
};

const handle = (state: State, session: Session, packet: Packet): void => {
  const { messageId = 0 } = packet;
  switch (packet.cmd) {
    case 'connect':
      connect(state, session, packet);
      break;
    case 'publish':
      publish(state, session, packet);
      break;
    case 'pubrel':
      send(session, { cmd: 'pubcomp', messageId });
      break;
    case 'subscribe':
      for (const { topic } of packet.subscriptions) session.topics.add(topic);
      send(session, { cmd: 'suback', messageId, granted: packet.subscriptions.map(() => 0) });
      break;
    case 'pingreq':
      send(session, { cmd: 'pingresp' });
      break;
    case 'disconnect':
      session.socket.end();
      break;
    default:
  }
};

/**
 * An MQTT broker for tests: versions 3.1.1 and 5, topics without wildcards, every message to those who subscribed
 * at that moment.
 */
export const startMqttBroker = async (
  given: { readonly port?: number; readonly password?: string } = {},
): Promise<MqttBroker> => {
  const state: State = {
    password: given.password,
    sessions: new Set(),
    published: [],
    waiting: new Set(),
  };
  const server = createServer((socket) => {
    const session: Session = { socket, version: 4, topics: new Set() };
    state.sessions.add(session);
    const reader = parser();
    reader.on('packet', (packet: Packet) => {
      handle(state, session, packet);
    });
    reader.on('error', () => socket.destroy());
    socket.on('data', (chunk) => reader.parse(Buffer.from(chunk)));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => state.sessions.delete(session));
  });
  server.listen(given.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    published: state.published,
    nth: async (number) => {
      for (;;) {
        const found = state.published[number - 1];
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => state.waiting.add(resolve));
      }
    },
    close: async () => {
      for (const { socket } of state.sessions) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
