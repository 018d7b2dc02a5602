import { createServer, type IncomingMessage } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

/**
 * The least that could serve the benchmark: `node:http` over `node:sqlite`, JSON as it comes, nothing checked, no
 * contexts, no representations, no subscriptions. It answers no one but the benchmark, as the floor it compares with.
 *
 * Started as `bare-server.ts FOLDER PORT`.
 */
const [folder = '.', port = '0'] = process.argv.slice(2);
const database = new DatabaseSync(join(folder, 'bare.sqlite'));
database.exec(`
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;
  CREATE TABLE entities (pk INTEGER PRIMARY KEY, id TEXT UNIQUE, type TEXT, doc TEXT, no2 REAL);
  CREATE INDEX by_type ON entities (type);
  CREATE INDEX by_no2 ON entities (no2);
  CREATE VIRTUAL TABLE places USING rtree (pk, minX, maxX, minY, maxY);
  CREATE TABLE history (entity INTEGER, seq INTEGER, body TEXT, PRIMARY KEY (entity, seq)) WITHOUT ROWID;
`);
const find = database.prepare('SELECT pk, doc FROM entities WHERE id = ?');
const insert = database.prepare('INSERT INTO entities (id, type, doc, no2) VALUES (?, ?, ?, ?)');
const update = database.prepare('UPDATE entities SET doc = ?, no2 = ? WHERE pk = ?');
const place = database.prepare('INSERT INTO places VALUES (?, ?, ?, ?, ?)');
const record = database.prepare('INSERT INTO history VALUES (?, ?, ?)');
const page = database.prepare('SELECT doc FROM entities WHERE type = ? LIMIT 20');
const warm = database.prepare(
  "SELECT doc FROM entities WHERE type = ? AND json_extract(doc, '$.temperature.value') > ? LIMIT 20",
);
const rare = database.prepare('SELECT doc FROM entities WHERE +type = ? AND no2 > ? LIMIT 20');
const near = database.prepare(
  `SELECT doc FROM places p JOIN entities e ON e.pk = p.pk
   WHERE maxX >= ? AND minX <= ? AND maxY >= ? AND minY <= ? LIMIT 20`,
);
const past = database.prepare('SELECT body FROM history WHERE entity = ? ORDER BY seq DESC LIMIT 10');

type Entity = Record<string, { value: unknown }> & { id: string; type: string };
type Settle = () => void;

const state: { waiting: Settle[]; sequence: number } = { waiting: [], sequence: 0 };

/** All writes of one turn of the event loop share a commit. */
const write = (work: () => void): Promise<void> =>
  new Promise((resolve) => {
    if (state.waiting.length === 0) {
      database.exec('BEGIN');
      setImmediate(() => {
        const group = state.waiting;
        state.waiting = [];
        database.exec('COMMIT');
        for (const settle of group) settle();
      });
    }
    state.waiting.push(resolve);
    work();
  });

const store = (text: string, entity: Entity): void => {
  const known = find.get(entity.id);
  const no2 = Number(entity['no2']?.value);
  if (known !== undefined) {
    update.run(text, no2, Number(known['pk']));
    record.run(Number(known['pk']), state.sequence++, String(known['doc']));
    return;
  }
  const pk = Number(insert.run(entity.id, entity.type, text, no2).lastInsertRowid);
  const [x = 0, y = 0] = (entity['location']?.value as { coordinates: number[] }).coordinates;
  place.run(pk, x, x, y, y);
};

const textOf = (message: IncomingMessage): Promise<string> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      resolve(Buffer.concat(chunks).toString());
    });
  });

const list = (rows: readonly Record<string, unknown>[], name = 'doc'): string =>
  `[${rows.map((row) => String(row[name])).join(',')}]`;

const metresPerDegree = 111_000;

const query = (parameters: URLSearchParams): string => {
  const type = parameters.get('type') ?? '';
  const [, name, limit] = /^(\w+)>(.*)$/.exec(parameters.get('q') ?? '') ?? [];
  if (name === 'no2') return list(rare.all(type, Number(limit)));
  if (name !== undefined) return list(warm.all(type, Number(limit)));
  if (!parameters.has('georel')) return list(page.all(type));
  const [x = 0, y = 0] = JSON.parse(parameters.get('coordinates') ?? '[]') as number[];
  const dy = 300 / metresPerDegree;
  const dx = dy / Math.cos((y * Math.PI) / 180);
  return list(near.all(x - dx, x + dx, y - dy, y + dy));
};

interface Target {
  /** What stands behind /ngsi-ld/v1/ in the path. */
  readonly path: readonly string[];
  readonly parameters: URLSearchParams;
}

const read = ({ path: [first, second, third], parameters }: Target): string => {
  if (first === 'temporal') return list(past.all(Number(find.get(third ?? '')?.['pk'])), 'body');
  return second === undefined ? query(parameters) : String(find.get(second)?.['doc']);
};

const change = (method: string, { path: [, id = '', , attribute = ''] }: Target, text: string): void => {
  const given = JSON.parse(text) as Entity | Entity[];
  if (Array.isArray(given)) for (const entity of given) store(JSON.stringify(entity), entity);
  else if (method === 'POST') store(text, given);
  else {
    const before = JSON.parse(String(find.get(id)?.['doc'])) as Entity;
    store(JSON.stringify({ ...before, [attribute]: given }), before);
  }
};

const answer = async (message: IncomingMessage): Promise<{ status: number; body: string }> => {
  const { url = '/', method = 'GET' } = message;
  const { pathname, searchParams: parameters } = new URL(url, 'http://localhost');
  const target = { path: pathname.split('/').slice(3), parameters };
  if (pathname === '/ready') return { status: 200, body: '' };
  if (method === 'GET') return { status: 200, body: read(target) };
  const text = await textOf(message);
  await write(() => {
    change(method, target, text);
  });
  return { status: 204, body: '' };
};

createServer((message, response) => {
  void answer(message).then(({ status, body }) => {
    const headers = {
      'content-type': 'application/json',
      ...(status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }),
    };
    response.writeHead(status, headers).end(body);
  });
}).listen(Number(port), '127.0.0.1');
