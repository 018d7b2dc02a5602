import type { ErrorFormat } from './route.ts';

/** RFC 9457 problem details; `errors` lists all findings. */
export const problemJson: ErrorFormat = {
  mediaType: 'application/problem+json',
  body: ({ problem, message, findings }, status, requestId) => ({
    type: `https://allmende.example/problems#${problem.code}`,
    title: problem.title,
    status,
    detail: message,
    instance: requestId,
    ...(findings.length === 0 ? {} : { errors: findings }),
  }),
};
