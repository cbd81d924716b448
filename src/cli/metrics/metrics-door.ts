import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { OperatorError } from '../../shared/errors.ts';

/** What is told at the door, to whoever can reach it: no token is asked, so nothing that is told may be a secret. */
export interface DoorSources {
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** False where only another start may help. */
  readonly health: () => Promise<DoorAnswer>;
  /** False while it cannot do its work. */
  readonly readiness: () => Promise<DoorAnswer>;
}

export interface DoorAnswer {
  readonly ok: boolean;
  readonly [fact: string]: unknown;
}

export interface MetricsDoor {
  /** `http://127.0.0.1:9464`, with the port that was given or found. */
  readonly url: string;
  /** Safe to call twice. */
  readonly close: () => Promise<void>;
}

/** Opens `/metrics`, `/healthz` and `/readyz`. Throws an OperatorError when the address cannot be listened on. */
export async function openMetricsDoor(
  { host, port }: { readonly host: string; readonly port: number },
  sources: DoorSources,
): Promise<MetricsDoor> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    answer(path, sources, response).catch((error: unknown) => {
      send(response, 500, { ok: false, reason: error instanceof Error ? error.message : String(error) });
    });
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
    // What it tells of is what keeps the process alive; without that there is nothing to tell.
    server.unref();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const message = `Cannot tell metrics on ${host}:${port}: got ${String(error.code)}`;
    const advice = 'Choose another one with --metrics-port, or --metrics-port 0 for any that is free.';
    throw new OperatorError('port-unusable', message, { advice, cause: error });
  }
  return { url: urlOf(server, host), close: () => close(server) };
}

async function answer(path: string, sources: DoorSources, response: ServerResponse): Promise<void> {
  switch (path) {
    case '/metrics': {
      const { contentType, text } = await sources.metrics();
      response.writeHead(200, { 'content-type': contentType }).end(text);
      return;
    }
    case '/healthz':
      return tell(response, await sources.health());
    case '/readyz':
      return tell(response, await sources.readiness());
    default:
      send(response, 404, { ok: false, reason: 'There is /metrics, /healthz and /readyz.' });
  }
}

function tell(response: ServerResponse, told: DoorAnswer): void {
  send(response, told.ok ? 200 : 503, told);
}

function send(response: ServerResponse, status: number, body: DoorAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
