import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A broker in a process of its own, over a database that it shares. */
export interface BrokerProcess {
  /** Address of its NGSI-LD API. */
  readonly base: string;
  readonly child: ChildProcess;
}

const script = fileURLToPath(new URL('broker-process.ts', import.meta.url));

export const startProcess = async (database: string): Promise<BrokerProcess> => {
  const child = spawn(process.execPath, [script, database], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { base: `http://127.0.0.1:${port.toString().trim()}/ngsi-ld/v1`, child };
};
