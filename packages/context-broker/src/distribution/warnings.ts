import type { Answer } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import type { Registration } from '../registrations/registration.ts';
import type { SourceReply } from './context-source-client.ts';

/** Something that went wrong with a source while a request was answered (§6.3.17, table 6.3.17-1). */
export interface SourceWarning {
  readonly code: 110 | 111 | 199 | 299;
  readonly registration: Registration;
  readonly detail: string;
}

/** That a source could not be asked at all: what its registration wants of a request cannot be had. */
export const cannotAsk = (registration: Registration, cause: unknown): SourceWarning => {
  if (!(cause instanceof DomainError)) throw cause;
  return { code: 199, registration, detail: `it cannot be asked: ${cause.message}` };
};

/** What is not normal in a reply; that a source has nothing (404) is. */
export const warningOf = (registration: Registration, reply: SourceReply): SourceWarning | undefined => {
  if (reply.kind === 'failure')
    return { code: reply.failure === 'invalid' ? 111 : 199, registration, detail: reply.detail };
  const { status, isCached } = reply;
  if (isCached === true) return { code: 110, registration, detail: 'it was not asked again' };
  if (status === 404 || (status >= 200 && status < 300)) return undefined;
  return { code: 299, registration, detail: `it answered ${String(status)}` };
};

const aliasOf = ({ members }: Registration): string => {
  const { contextSourceAlias, endpoint } = members;
  if (typeof contextSourceAlias === 'string' && /^[!-~]+$/u.test(contextSourceAlias))
    return contextSourceAlias;
  return URL.parse(String(endpoint))?.host ?? '-';
};

/** Ids and reasons may hold what no header can. */
const quoted = (text: string): string =>
  `"${text
    .slice(0, 400)
    .replace(/[^\u0020-\u007e]/gu, '?')
    .replace(/["\\]/gu, (char) => `\\${char}`)}"`;

/** The warning as a header value: code, source, and what happened with which registration. */
const headerValue = ({ code, registration, detail }: SourceWarning): string =>
  `${String(code)} ${aliasOf(registration)} ${quoted(`${registration.id}: ${detail}`)}`;

/** The answer with a NGSILD-Warning header for each warning. */
export const withWarnings = (answer: Answer, warnings: readonly SourceWarning[]): Answer =>
  warnings.length === 0
    ? answer
    : {
        ...answer,
        headers: { ...answer.headers, 'ngsild-warning': [...new Set(warnings.map(headerValue))] },
      };
