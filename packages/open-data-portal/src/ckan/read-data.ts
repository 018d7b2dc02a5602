import { mediaTypeOf, type ApiRequest } from '@allmende/http';
import { isJsonObject } from '@allmende/kernel';
import type { CkanObject } from './mapping/package-dict.ts';

/** Why the data of a request cannot be read, in CKAN's words. */
export class UnreadableData extends Error {
  override readonly name = 'UnreadableData';
}

/** One text per name, or a list where a name is there more than once. */
const dataOfPairs = (pairs: URLSearchParams): CkanObject =>
  Object.fromEntries(
    [...new Set(pairs.keys())].map((name) => {
      const values = pairs.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new UnreadableData(
      `Error decoding JSON data. Error: ${cause instanceof Error ? cause.message : ''}`,
      { cause },
    );
  }
};

const objectOf = (value: unknown): CkanObject => {
  if (isJsonObject(value)) return value;
  throw new UnreadableData(
    `Request data JSON decoded to ${JSON.stringify(value).slice(0, 100)} but it needs to be a dictionary.`,
  );
};

/** Old clients send JSON as the only name of a form. */
const dataOfForm = (text: string): CkanObject => {
  const pairs = new URLSearchParams(text);
  const [first] = [...pairs];
  if (
    first !== undefined &&
    [...pairs].length === 1 &&
    (first[1] === '' || first[1] === '1') &&
    first[0].trim().startsWith('{')
  )
    return objectOf(parseJson(first[0]));
  return dataOfPairs(pairs);
};

const readForm = async (request: ApiRequest, boundary: string): Promise<CkanObject> => {
  const text = await request.text();
  const pairs = new URLSearchParams();
  for (const part of text.split(`--${boundary}`)) {
    const [head = '', ...body] = part.split('\r\n\r\n');
    const name = /\bname="([^"]*)"/u.exec(head)?.[1];
    if (name === undefined) continue;
    if (/\bfilename\*?=/u.test(head))
      throw new UnreadableData('Files cannot be uploaded here yet; give their address as url.');
    pairs.append(name, body.join('\r\n\r\n').replace(/\r\n$/u, ''));
  }
  return dataOfPairs(pairs);
};

/** The data of an action: of the body, or of the query for those that only read. */
export const readData = async (request: ApiRequest, isRead: boolean): Promise<CkanObject> => {
  if (request.method === 'GET' || request.method === 'HEAD') {
    if (!isRead) throw new UnreadableData('Invalid request. Please use POST method for your request');
    return dataOfPairs(request.query);
  }
  const type = mediaTypeOf(request);
  if (type === 'multipart/form-data') {
    const boundary = /boundary="?([^";]+)"?/u.exec(request.headers['content-type'] ?? '')?.[1];
    if (boundary === undefined) throw new UnreadableData('The boundary of multipart/form-data is missing.');
    return readForm(request, boundary);
  }
  const text = await request.text();
  if (type === 'application/x-www-form-urlencoded') return dataOfForm(text);
  if (text.trim() === '') return isRead ? dataOfPairs(request.query) : {};
  return objectOf(parseJson(text));
};
