import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IncomingRequest } from './dispatcher.ts';
import { readBody } from './read-body.ts';
import type { ApiRequest, HttpMethod } from './route.ts';

/** Why a signal is aborted; one for all, as making one costs more than answering. */
const clientIsGone = new Error('The client is gone, or the server stops.');

/** Requests whose end someone waits for; the others need not be followed. */
export type FollowedRequests = Set<AbortController>;

/** A request of `node:http`; what few handlers ask for is made when they do. */
export class HttpRequest implements IncomingRequest {
  readonly method: HttpMethod;
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: IncomingMessage['headers'];
  /** Set by the dispatcher once the route is known. */
  params: ApiRequest['params'] = {};
  /** A member of its own, as handlers take it out of the request. */
  readonly text: () => Promise<string>;
  readonly #response: ServerResponse;
  readonly #server: { readonly maxBodyBytes: number; readonly followed: FollowedRequests };
  #id: string | undefined;
  #text: Promise<string> | undefined;
  #query: URLSearchParams | undefined;
  #controller: AbortController | undefined;

  constructor(
    exchange: { readonly message: IncomingMessage; readonly response: ServerResponse },
    server: { readonly maxBodyBytes: number; readonly followed: FollowedRequests },
  ) {
    const { message, response } = exchange;
    const target = message.url ?? '/';
    const mark = target.indexOf('?');
    this.method = message.method as HttpMethod;
    this.path = mark < 0 ? target : target.slice(0, mark);
    this.rawQuery = mark < 0 ? '' : target.slice(mark + 1);
    this.headers = message.headers;
    this.text = () => (this.#text ??= readBody(message, server.maxBodyBytes));
    this.#response = response;
    this.#server = server;
  }

  /** The body, if someone has asked for it. */
  get readText(): Promise<string> | undefined {
    return this.#text;
  }

  get id(): string {
    return (this.#id ??= randomUUID());
  }

  get query(): URLSearchParams {
    return (this.#query ??= new URLSearchParams(this.rawQuery));
  }

  get signal(): AbortSignal {
    return (this.#controller ??= this.#follow()).signal;
  }

  #follow(): AbortController {
    const controller = new AbortController();
    const { followed } = this.#server;
    followed.add(controller);
    const end = (): void => {
      followed.delete(controller);
      controller.abort(clientIsGone);
    };
    if (this.#response.closed) end();
    else this.#response.once('close', end);
    return controller;
  }
}

/** Ends the requests that are followed, as if their clients had left. */
export const endFollowed = (followed: FollowedRequests): void => {
  for (const controller of followed) controller.abort(clientIsGone);
};
