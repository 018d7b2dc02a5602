import type { DomainError } from '@allmende/kernel';
import type { Answer, ErrorFormat } from './route.ts';

/** A failure as an answer in the format of an API. */
export const answerInFormat = (
  error: DomainError,
  errors: ErrorFormat,
  { status, requestId }: { readonly status: number; readonly requestId: string },
): Answer => {
  const content = errors.body(error, status, requestId);
  const headers = errors.headers?.(error) ?? {};
  return content === undefined
    ? { status, headers }
    : {
        status,
        headers: { 'content-type': errors.mediaType, ...headers },
        body: JSON.stringify(content),
      };
};
