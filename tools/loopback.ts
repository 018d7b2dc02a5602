import { createServer } from 'node:net';

/** A port of loopback that nobody listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });

const attempts = 100;
const pauseMs = 100;

/** Resolves when a server answers `/ready` with success; rejects after ten seconds. */
export const untilReady = async (url: string | URL): Promise<void> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const answer = await fetch(new URL('/ready', url)).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`The server at ${String(url)} is not ready after 10 s.`);
};
