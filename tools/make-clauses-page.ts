import { writeFileSync } from 'node:fs';
import { clausesPage, makeClausesPage } from './clauses/clauses-page.ts';

writeFileSync(clausesPage, await makeClausesPage());
