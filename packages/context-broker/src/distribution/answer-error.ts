import { answerInFormat, statusOf, type Answer, type ApiRequest } from '@allmende/http';
import { DomainError } from '@allmende/kernel';
import { ngsiLdErrors } from '../ngsi-ld-errors.ts';

/** A refusal as an answer, to which headers can be added. */
export const errorAnswer = (error: DomainError, request: ApiRequest): Answer =>
  answerInFormat(error, ngsiLdErrors, { status: statusOf(error.problem.category), requestId: request.id });

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
