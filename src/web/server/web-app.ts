import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Caller } from './caller.ts';

/** The server, with requests and answers typed by their zod schemas. */
export type WebApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null at an address that is open to all. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /**
     * `open`: to all; `page`: who is not logged in is sent to the login page; `leaving`: the same, and also those who
     * may only look may ask for it. Else a problem document says what is missing.
     */
    access?: 'open' | 'page' | 'leaving';
  }
}
