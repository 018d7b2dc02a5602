export type { Answer, ApiRequest, ErrorFormat, HttpMethod, Route } from './route.ts';
export { createHttpServer, type HttpServer } from './http-server.ts';
export { problemJson } from './problem-json.ts';
export { statusOf } from './status.ts';
