import type { FastifyRequest } from 'fastify';
import { type OpenSpan, tracing } from '../../shared/tracing/tracing.ts';
import type { WebApp } from './web-app.ts';

/** Answers each request in a span of its own, where this process is traced; a caller's own trace is gone on with. */
export function traceRequests(app: WebApp): void {
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  app.addHook('onRequest', (request, _reply, done) => {
    const traced = tracing();
    if (!traced) return done();
    const { method, headers, routeOptions } = request;
    const route = routeOptions.url ?? 'unknown';
    const attributes = { 'http.request.method': method, 'http.route': route };
    const span = traced.openSpan({ name: `${method} ${route}`, kind: 'server', attributes, headers });
    spans.set(request, span);
    span.run(done);
  });
  // A body is read in events of its connection, which know nothing of the span.
  app.addHook('preHandler', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) span.run(done);
    else done();
  });
  app.addHook('onResponse', async (request, { statusCode }) => {
    const attributes = { 'http.response.status_code': statusCode };
    spans.get(request)?.end({ attributes, isFailed: statusCode >= 500 });
  });
}
