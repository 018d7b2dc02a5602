export { answerInFormat } from './error-answer.ts';
export type { Answer, ApiRequest, ErrorFormat, HttpMethod, Route } from './route.ts';
export type { IncomingRequest } from './dispatcher.ts';
export {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
  type RequestFacts,
} from './http-server.ts';
export { mediaTypeOf } from './media-type.ts';
export { problemJson } from './problem-json.ts';
export { statusOf } from './status.ts';
export { codingFor, compress, worthCompressing, type Coding } from './compress.ts';
export {
  createOutgoingFetch,
  isPrivateAddress,
  isRefusedAsPrivate,
  type OutgoingFetch,
  type OutgoingFetchOptions,
} from './outgoing-fetch.ts';
export {
  descriptionGaps,
  openApiDocument,
  type AnswerDescription,
  type ApiDescription,
  type JsonSchema,
  type OperationDescription,
  type ParameterDescription,
} from './openapi.ts';
export { createForwarder, type Forwarder } from './forward.ts';
