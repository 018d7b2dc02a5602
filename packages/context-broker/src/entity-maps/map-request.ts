import type { ApiRequest } from '@allmende/http';
import { isJsonObject } from '@allmende/kernel';
import { derivedRequest } from '../entities/request-context.ts';
import { invalidParameter } from '../query-language/problems.ts';

/** What a request says of entity maps, in its address or in its Query (§5.2.23). */
export const mapParameters = ['entityMap', 'entityMapLifetime'] as const;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Told where the whole body is read.
    return undefined;
  }
};

const textOf = (name: string, value: unknown): string => {
  const fits = typeof value === (name === 'entityMap' ? 'boolean' : 'string');
  if (!fits) throw invalidParameter(name, `"${JSON.stringify(value)}" is not possible`);
  return String(value);
};

/** The request with what its Query says of entity maps moved to the address, as both ways of asking are one. */
export const withBodyParameters = async (request: ApiRequest): Promise<ApiRequest> => {
  const text = await request.text();
  const same = derivedRequest(request, { text: () => Promise.resolve(text) });
  if (!text.includes('"entityMap')) return same;
  const body = parsed(text);
  if (!isJsonObject(body)) return same;
  const query = new URLSearchParams(request.query);
  for (const name of mapParameters) {
    if (body[name] !== undefined) query.set(name, textOf(name, body[name]));
  }
  const { entityMap: _map, entityMapLifetime: _lifetime, ...rest } = body;
  return derivedRequest(request, {
    query,
    rawQuery: query.toString(),
    text: () => Promise.resolve(JSON.stringify(rest)),
  });
};
