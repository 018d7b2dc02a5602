import { readFile } from 'node:fs/promises';
import { problemJson, type Route } from '@allmende/http';

const list = new URL('../../../docs/problems.md', import.meta.url);

interface Row {
  readonly code: string;
  readonly status: string;
  readonly title: string;
}

const rowsOf = (markdown: string): readonly Row[] =>
  [...markdown.matchAll(/^\| `([a-z-]+)` +\| (\d{3}) +\| (.+?) +\|/gmu)].map(
    ([, code = '', status = '', title = '']) => ({ code, status, title }),
  );

const escaped = (text: string): string =>
  text.replace(/[&<>"]/gu, (character) => `&#${String(character.codePointAt(0))};`);

const pageOf = (rows: readonly Row[]): string => `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Fehler · Problems</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem; color-scheme: light dark }
dt { font-weight: bold; margin-top: 1rem } :target { outline: 2px solid; outline-offset: 4px }
</style>
</head>
<body>
<h1>Fehler · <span lang="en">Problems</span></h1>
<p>Was diese Plattform ablehnt oder nicht kann, mit dem HTTP-Status der Antwort. Das Feld <code>detail</code> einer
Antwort sagt, was im einzelnen Fall falsch ist und was hilft.</p>
<p lang="en">What this platform refuses or cannot do, with the HTTP status of the answer. The member
<code>detail</code> of an answer tells what is wrong in the case at hand and what helps.</p>
<dl lang="en">
${rows.map(({ code, status, title }) => `<dt id="${code}"><code>${code}</code> (${status})</dt><dd>${escaped(title)}</dd>`).join('\n')}
</dl>
</body>
</html>
`;

/** Where the `type` of a problem leads to: a page made from docs/problems.md. */
export const problemsPage: Route = {
  method: 'GET',
  path: '/problems',
  query: [],
  errors: problemJson,
  handle: async () => ({
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    },
    body: pageOf(rowsOf(await readFile(list, 'utf8'))),
  }),
};
