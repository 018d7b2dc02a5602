import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { brokerRoutes } from './broker-routes.ts';
import { clausesPage } from './clauses.ts';

/** `npm run docs:clauses`: writes docs/clauses.md. */
const path = join(import.meta.dirname, '../docs/clauses.md');
const page = await format(clausesPage(await brokerRoutes()), {
  ...(await resolveConfig(path)),
  filepath: path,
});
await writeFile(path, page);
