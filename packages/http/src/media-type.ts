import type { ApiRequest } from './route.ts';

/** The media type of a request's body in small letters, without parameters; empty where none is told. */
export const mediaTypeOf = ({ headers }: Pick<ApiRequest, 'headers'>): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
