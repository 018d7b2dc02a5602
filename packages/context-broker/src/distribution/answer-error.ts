import { statusOf, type Answer, type ApiRequest } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';

/** A refusal as an answer, to which headers can be added. */
export const errorAnswer = (error: DomainError, request: ApiRequest): Answer => {
  const status = statusOf(error.problem.category);
  return {
    status,
    headers: { 'content-type': ngsiLdErrors.mediaType },
    body: JSON.stringify(ngsiLdErrors.body(error, status, request.id)),
  };
};

/** What `work` answers; a refusal is an answer as well. */
export const answerError = async (
  request: ApiRequest,
  work: () => Answer | Promise<Answer>,
): Promise<Answer> => {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DomainError) return errorAnswer(cause, request);
    throw cause;
  }
};
