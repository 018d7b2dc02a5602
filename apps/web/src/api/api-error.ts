import { failureText } from './failure-text.ts';

/** A refusal by the server, with its problem details (RFC 9457) where it gave them. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** Reads what the server said about a failed request. */
export const problemFrom = async (response: Response): Promise<ApiError> => {
  const body: unknown = await response.json().catch(() => undefined);
  const { title, detail } = (typeof body === 'object' && body !== null ? body : {}) as {
    readonly title?: unknown;
    readonly detail?: unknown;
  };
  const heading = typeof title === 'string' ? title.replace(/\.$/u, '') : undefined;
  const parts = [heading, detail].filter((part) => typeof part === 'string');
  return new ApiError(
    response.status,
    parts.length > 0 ? parts.join(': ') : failureText('unexpected', { status: response.status }),
  );
};
