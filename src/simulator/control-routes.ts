import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { executedDocument } from './executed-document.ts';
import { parseFaultRules } from './fault-rule.ts';
import { replaceKeys } from './holder.ts';
import { readBody } from './read-body.ts';
import type { Simulation } from './simulation.ts';
import { resetSimulation } from './simulation.ts';

const maxBodyBytes = 10 * 1024 * 1024;
const accountChange = z.strictObject({ balance: z.int().min(0) });
const secret = z.string().min(1);
const key = z.strictObject({ secretId: secret, secretKey: secret, sessionToken: secret.optional() });
const keyChange = z.tuple([key], key);

/** What a route does with the body it got; what it returns is the answer's JSON. */
type Route = (simulation: Simulation, body: unknown) => unknown;

/**
 * The simulator's own doors, unsigned and uncounted. `GET /simulator/executed` is streamed and therefore stands apart.
 */
const routes = new Map<string, Route>([
  ['GET /simulator/stats', ({ traffic }) => traffic.byAction()],
  ['GET /simulator/arrivals', ({ traffic }) => arrivalsByAction(traffic)],
  ['GET /simulator/faults', ({ faults }) => faults.inForce()],
  ['POST /simulator/faults', replaceFaults],
  ['DELETE /simulator/faults', (simulation) => replaceFaults(simulation, [])],
  ['POST /simulator/account', changeAccount],
  ['POST /simulator/credentials', changeKeys],
  ['POST /simulator/reset', reset],
]);

/** Answers a request below `/simulator`, or 404. */
export async function answerControlCall(
  request: IncomingMessage,
  response: ServerResponse,
  simulation: Simulation,
): Promise<void> {
  const name = `${request.method} ${request.url?.split('?')[0]}`;
  const body = await readBody(request, maxBodyBytes);
  if (body.kind === 'lost') return;
  if (name === 'GET /simulator/executed') return sendExecuted(response, simulation);
  const route = routes.get(name);
  if (!route) return sendJson(response, 404, { error: `Cannot find route: got ${name}` });
  if (body.kind === 'too-large') return sendJson(response, 413, { error: 'Cannot take more than 10 MB' });
  try {
    sendJson(response, 200, route(simulation, parseBody(body.content)));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    sendJson(response, 400, { error: error.message });
  }
}

function arrivalsByAction(traffic: Simulation['traffic']): Record<string, readonly number[]> {
  return Object.fromEntries(Object.keys(traffic.byAction()).map((name) => [name, traffic.arrivals(name)]));
}

function replaceFaults({ faults }: Simulation, body: unknown): unknown {
  faults.replace(parseFaultRules(body));
  return faults.inForce();
}

function changeAccount({ account }: Simulation, body: unknown): unknown {
  account.balanceCents = accountChange.parse(body).balance;
  return { balance: account.balanceCents };
}

function changeKeys(simulation: Simulation, body: unknown): unknown {
  const keys = keyChange.parse(body);
  simulation.holders = replaceKeys(simulation.holders, keys);
  return { accepted: keys.map(({ secretId }) => secretId) };
}

function reset(simulation: Simulation): unknown {
  resetSimulation(simulation);
  return {};
}

function parseBody(content: Buffer): unknown {
  return content.length === 0 ? undefined : JSON.parse(content.toString());
}

async function sendExecuted(response: ServerResponse, { account }: Simulation): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  try {
    await pipeline(Readable.from(executedDocument(account)), response);
  } catch {
    // The reader went away; there is nobody left to tell.
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(`${JSON.stringify(value)}\n`);
}
