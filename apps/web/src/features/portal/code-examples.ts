/** Languages that the examples are given in. */
export const exampleKinds = ['curl', 'python', 'r', 'javascript', 'qgis'] as const;

export type ExampleKind = (typeof exampleKinds)[number];

/** What an example asks for. */
export interface ExampleTarget {
  /** Absolute address. */
  readonly url: string;
  /** How the answer is read. */
  readonly reads: 'json' | 'csv' | 'geojson' | 'file';
}

const fileName = (url: string): string => {
  const name =
    new URL(url).pathname
      .split('/')
      .at(-1)
      ?.replaceAll(/[^A-Za-z0-9._-]/gu, '_') ?? '';
  return name === '' ? 'daten' : name;
};

const readsOf: readonly (readonly [RegExp, ExampleTarget['reads']])[] = [
  [/geojson|geo\+json/iu, 'geojson'],
  [/csv/iu, 'csv'],
  [/json/iu, 'json'],
];

/** How a file is read, told by its format or its address. */
export const targetOf = (url: string, format: string | undefined): ExampleTarget => {
  const told = `${format ?? ''} ${/\.\w+(?=$|[?#])/u.exec(url)?.[0] ?? ''}`;
  return { url, reads: readsOf.find(([pattern]) => pattern.test(told))?.[1] ?? 'file' };
};

/** A text in the quotes of a shell; nothing in it is special. */
const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** JSON's quotes are those of Python, R and JavaScript. */
const quoted = (text: string): string => JSON.stringify(text);

const python = ({ url, reads }: ExampleTarget): string => {
  if (reads === 'csv')
    return `import pandas\n\ndata = pandas.read_csv(${quoted(url)}, sep=None, engine="python")\nprint(data.head())`;
  if (reads === 'geojson')
    return `import geopandas\n\ndata = geopandas.read_file(${quoted(url)})\nprint(data.head())`;
  const rest =
    reads === 'json'
      ? 'print(answer.json())'
      : `with open(${quoted(fileName(url))}, "wb") as file:\n    file.write(answer.content)`;
  return `import requests\n\nanswer = requests.get(${quoted(url)}, timeout=30)\nanswer.raise_for_status()\n${rest}`;
};

const r = ({ url, reads }: ExampleTarget): string => {
  if (reads === 'csv') return `data <- read.csv(${quoted(url)})\nhead(data)`;
  if (reads === 'geojson') return `library(sf)\n\ndata <- st_read(${quoted(url)})\nplot(st_geometry(data))`;
  if (reads === 'json')
    return `library(jsonlite)\n\ndata <- fromJSON(${quoted(url)})\nstr(data, max.level = 1)`;
  return `download.file(${quoted(url)}, ${quoted(fileName(url))}, mode = "wb")`;
};

const javascript = ({ url, reads }: ExampleTarget): string => {
  const body = reads === 'csv' ? 'text' : reads === 'file' ? 'blob' : 'json';
  return `const answer = await fetch(${quoted(url)});\nif (!answer.ok) throw new Error(answer.statusText);\nconsole.log(await answer.${body}());`;
};

/** What QGIS is given: the name of a source that GDAL reads over the network. */
const qgis = ({ url }: ExampleTarget): string => `/vsicurl/${url}`;

/** A working example that reads the data. */
export const codeExample = (kind: ExampleKind, target: ExampleTarget): string => {
  switch (kind) {
    case 'curl':
      return target.reads === 'json'
        ? `curl -fsSL ${shell(target.url)}`
        : `curl -fsSL -o ${shell(fileName(target.url))} ${shell(target.url)}`;
    case 'python':
      return python(target);
    case 'r':
      return r(target);
    case 'javascript':
      return javascript(target);
    case 'qgis':
      return qgis(target);
  }
};
