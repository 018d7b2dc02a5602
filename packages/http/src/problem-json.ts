import type { ErrorFormat } from './route.ts';

/**
 * RFC 9457 problem details; `errors` lists all findings. The type is a reference within the server (§3.1.1), which
 * explains it there.
 */
export const problemJson: ErrorFormat = {
  mediaType: 'application/problem+json',
  body: ({ problem, message, findings }, status, requestId) => ({
    type: `/problems#${problem.code}`,
    title: problem.title,
    status,
    detail: message,
    instance: requestId,
    ...(findings.length === 0 ? {} : { errors: findings }),
  }),
};
