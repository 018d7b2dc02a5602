import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createMqttSender } from './mqtt-sender.ts';
import { sendNotification, type Reply } from './send-notification.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const sendTo = async (
  listener: RequestListener,
  { timeout = 1000, ending = new AbortController() } = {},
): Promise<Reply> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = { uri: `http://127.0.0.1:${String(port)}/`, timeout };
  return sendNotification({ endpoint, headers: {}, body: '{}' }, { mqtt: createMqttSender(), ending });
};

it('gives up, for now, when no answer comes in time', async () => {
  expect(await sendTo(() => undefined)).toEqual({
    isDelivered: false,
    isFinal: false,
    reason: 'no answer in time',
  });
});

it('takes the status for the answer when the rest does not come in time', async () => {
  const reply = await sendTo((_, response) => {
    response.writeHead(200).write('begun');
  });
  expect(reply).toMatchObject({ isDelivered: true, status: 200 });
});

it('is in time when the answer is', async () => {
  const ending = new AbortController();
  await sendTo((_, response) => response.writeHead(204).end(), { timeout: 1500, ending });
  await new Promise((resolve) => setTimeout(resolve, 1600));
  expect(ending.signal.aborted).toBe(false);
});

it('ends when it is told to', async () => {
  const ending = new AbortController();
  const reply = await sendTo(
    () => {
      ending.abort();
    },
    { timeout: 60_000, ending },
  );
  expect(reply).toMatchObject({ isDelivered: false, isFinal: false });
});
