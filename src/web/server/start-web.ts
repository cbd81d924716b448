import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { FastifyBaseLogger } from 'fastify';
import fastify, { LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { OperatorError } from '../../shared/errors.ts';
import { addActionRoutes } from '../api/action-routes.ts';
import { addConfirmRoute } from '../api/confirm-route.ts';
import { addControlRoutes } from '../api/control-routes.ts';
import { addEventRoute } from '../api/event-route.ts';
import { addExpiringRoutes } from '../api/expiring-routes.ts';
import { addMachineRoutes } from '../api/machine-routes.ts';
import { leaveBodiesUnread } from '../api/manifest-request.ts';
import { addPurchaseRoutes } from '../api/purchase-routes.ts';
import { addReportRoute } from '../api/report-route.ts';
import { addRunRoutes } from '../api/run-routes.ts';
import { addSubmissionRoute } from '../api/submission-route.ts';
import { addTemplateRoute } from '../api/template-route.ts';
import { addUnpaidRoutes } from '../api/unpaid-routes.ts';
import { addKeptUploadRoutes, addUploadRoute } from '../api/upload-routes.ts';
import { addUploadRowsRoute } from '../api/upload-rows-route.ts';
import { addVerifyRoute } from '../api/verify-route.ts';
import { type EventStreams, openEventStreams } from '../events/event-streams.ts';
import { watchRuns } from '../events/run-watch.ts';
import { createMetrics, type Metrics } from '../metrics/create-metrics.ts';
import { addMetricsRoute } from '../metrics/metrics-route.ts';
import { addLoginRoutes } from '../pages/login-routes.ts';
import { addPageRoutes } from '../pages/page-routes.ts';
import { openUploadShelf, type UploadShelf } from '../uploads/upload-shelf.ts';
import { serveAssets } from './assets.ts';
import { authenticate } from './authenticate.ts';
import { isOwnHost } from './call-origin.ts';
import { drainConnections } from './drain-connections.ts';
import { countFailedAttempts } from './failed-attempts.ts';
import { honourIdempotencyKeys } from './idempotency.ts';
import { addOpenApiRoute, describeApi } from './openapi.ts';
import { RequestProblem } from './problem.ts';
import { problemOf } from './problem-of.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { signedOutSessions } from './signed-out.ts';
import { traceRequests } from './trace-requests.ts';
import type { WebApp } from './web-app.ts';
import type { WebOptions } from './web-options.ts';

/** The site and the API, listening. */
export interface RunningWeb {
  /** `http://127.0.0.1:8080`, with the port that was given or found. */
  readonly url: string;
  readonly metrics: Metrics;
  /** Ends event streams, lets what is being answered be answered, and listens no longer. Safe to call twice. */
  readonly close: () => Promise<void>;
}

/** Bodies of requests that are no manifest. */
const maxBodyBytes = 1024 * 1024;

/** Opens the site and the HTTP API. Throws an OperatorError when the address cannot be listened on. */
export async function startWeb(options: WebOptions): Promise<RunningWeb> {
  const { ledger, log, host, port } = options;
  const watch = watchRuns(ledger, log);
  const streams = openEventStreams(watch);
  const shelf = openUploadShelf(options.uploadsFolder);
  const metrics = createMetrics({ ledger, countStreams: streams.size });
  const app = await buildApp(options, { streams, shelf, metrics });
  const drain = drainConnections(app.server);
  app.addHook('preClose', async () => {
    watch.close();
    streams.close();
    shelf.close();
    drain.begin();
  });
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw unusableAddress(error, options);
  }
  return { url: urlOf(app, host), metrics, close: () => app.close() };
}

interface Rooms {
  readonly streams: EventStreams;
  readonly shelf: UploadShelf;
  readonly metrics: Metrics;
}

/** The server without its socket: every route and everything that stands before them. */
async function buildApp(options: WebOptions, { streams, shelf, metrics }: Rooms): Promise<WebApp> {
  const { ledger } = options;
  const app = createServer(options);
  const doorkeeper = {
    tokens: options.tokens,
    failedAttempts: countFailedAttempts(),
    signedOut: signedOutSessions(ledger),
  };
  await addSecurityHeaders(app, { isHttps: options.isBehindProxy });
  await app.register(cookie);
  await app.register(multipart);
  traceRequests(app);
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async ({ host }) => requireOwnHost(host, options));
  app.addHook('onRequest', authenticate(doorkeeper));
  honourIdempotencyKeys(app, ledger);
  await describeApi(app);
  await serveAssets(app);

  addMetricsRoute(app, metrics);
  addMachineRoutes(app, options);
  addRunRoutes(app, options);
  addReportRoute(app, options);
  addEventRoute(app, options, streams);
  await app.register(async (scope: WebApp) => {
    leaveBodiesUnread(scope);
    addSubmissionRoute(scope, options, shelf);
    addUploadRoute(scope, options, shelf);
  });
  addKeptUploadRoutes(app, options, shelf);
  addUploadRowsRoute(app, options, shelf);
  addConfirmRoute(app, options, shelf);
  addExpiringRoutes(app, options);
  addTemplateRoute(app);
  addPurchaseRoutes(app, options);
  addVerifyRoute(app, options);
  addControlRoutes(app, options);
  addUnpaidRoutes(app, options);
  addActionRoutes(app, options);
  addOpenApiRoute(app);
  addLoginRoutes(app, doorkeeper);
  addPageRoutes(app);
  return app;
}

function createServer({ log, isBehindProxy }: WebOptions): WebApp {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // What people do is in the audit trail; what is asked how often, in the metrics.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: isBehindProxy,
    bodyLimit: maxBodyBytes,
    // An upload sends something all the time; whoever does not is not uploading.
    connectionTimeout: 60_000,
    requestTimeout: 0,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => {
    const { problem, headers, isBug } = problemOf(error);
    if (isBug) request.log.error({ err: error, url: request.url }, 'Cannot answer a request');
    reply.code(problem.status).headers(headers).type('application/problem+json');
    return reply.serializer(JSON.stringify).send(problem);
  });
  app.setNotFoundHandler(({ url }) => {
    throw new RequestProblem(404, 'not-found', `Cannot find anything at this address: got ${url}`);
  });
  return app;
}

function requireOwnHost(host: string, { host: bound, allowedHosts: allowed }: WebOptions): void {
  if (isOwnHost(host, { bound, allowed })) return;
  throw new RequestProblem(
    403,
    'host-unknown',
    `Cannot answer for a host that is not this server's: got ${host}`,
    {
      advice: 'Call it by its address, or start it with --allow-host NAME.',
    },
  );
}

function urlOf(app: WebApp, host: string): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function unusableAddress(error: unknown, { host, port }: WebOptions): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  return new OperatorError('port-unusable', `Cannot listen on ${host}:${port}: got ${String(error.code)}`, {
    advice: 'Choose another one with --port, or --port 0 for any that is free.',
    cause: error,
  });
}
