import type { WebApp } from '../server/web-app.ts';
import type { Metrics } from './create-metrics.ts';

/** GET /metrics, and what it tells of the requests to this server. */
export function addMetricsRoute(app: WebApp, metrics: Metrics): void {
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    metrics.noteRequest({
      method,
      // The pattern and not the address: of patterns there are few.
      route: routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
  });
  app.get(
    '/metrics',
    { schema: { summary: 'Metrics in the text of Prometheus', tags: ['machine'] } },
    async (_, reply) => {
      const text = await metrics.write();
      return reply.type(metrics.contentType).send(text);
    },
  );
}
