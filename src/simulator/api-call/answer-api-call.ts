import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { simulatedActions } from '../actions/index.ts';
import type { Fault } from '../fault-rule.ts';
import { isExecutedUnder } from '../fault-rule.ts';
import { type Holder, holderOf } from '../holder.ts';
import { readBody } from '../read-body.ts';
import type { Reply } from '../reply.ts';
import { refuse, replyText } from '../reply.ts';
import type { Simulation } from '../simulation.ts';
import type { AdmittedCall } from './admit-call.ts';
import { admitCall } from './admit-call.ts';
import { checkParameters } from './check-parameters.ts';
import { sendReply } from './send-reply.ts';
import { wait } from './wait.ts';

// The vendor's limit for a POST signed with TC3.
const maxBodyBytes = 10 * 1024 * 1024;

interface Exchange {
  readonly simulation: Simulation;
  readonly response: ServerResponse;
  readonly holder: Holder;
  /** The action's name for the statistics, and the account's behind it; names that nobody knows share one line. */
  readonly lane: string;
  readonly requestId: string;
  readonly traceId: string | null;
  readonly signal: AbortSignal;
}

/** One API call from arrival to the last byte of its answer. Ends quietly when the client goes away. */
export async function answerApiCall(
  request: IncomingMessage,
  response: ServerResponse,
  { simulation, signal }: { readonly simulation: Simulation; readonly signal: AbortSignal },
): Promise<void> {
  const exchange = openExchange(request, response, { simulation, signal });
  // Counted when it arrives, before the body, and refused before anything else is looked at: the vendor's gateway does so.
  const isWithinRate = simulation.traffic.admit(exchange.lane, simulation.nowMs());
  const body = await readBody(request, maxBodyBytes);
  if (body.kind === 'lost') return;
  if (!isWithinRate) {
    const { ratePerSecond } = simulation.settings;
    return send(exchange, refuse('RequestLimitExceeded', `More than ${ratePerSecond} calls in a second.`));
  }
  const { method = '', headers } = request;
  const call = admitCall({ method, headers, body }, exchange.holder.credentials, simulation.nowMs());
  if (call.kind === 'refusal') return send(exchange, call);
  await serve(exchange, call);
}

function openExchange(
  request: IncomingMessage,
  response: ServerResponse,
  context: Pick<Exchange, 'simulation' | 'signal'>,
): Exchange {
  const action = request.headers['x-tc-action'];
  const traceId = request.headers['x-tc-traceid'];
  const holder = holderOf(context.simulation.holders, request.headers);
  return {
    ...context,
    response,
    holder,
    lane: laneOf(action, holder),
    requestId: randomUUID(),
    traceId: typeof traceId === 'string' ? traceId : null,
  };
}

function laneOf(action: unknown, { account }: Holder): string {
  if (typeof action !== 'string' || !simulatedActions.has(action)) return 'unknown';
  return account.name === undefined ? action : `${action}.${account.name}`;
}

async function serve(exchange: Exchange, call: AdmittedCall): Promise<void> {
  const { simulation, signal } = exchange;
  const fault = simulation.faults.pick(call.action.name, call.params);
  if (!(await wait(backendMs(simulation, fault), signal))) return;
  const reply = replyUnder(fault, () => execute(exchange, call));
  if (fault?.kind === 'late' && !(await wait(fault.ms, signal))) return;
  send(exchange, reply, fault);
}

function backendMs({ settings }: Simulation, fault: Fault | null): number {
  const { min, max } = settings.latencyMs;
  return min + Math.random() * (max - min) + (fault?.kind === 'latency' ? fault.ms : 0);
}

/** The reply that the fault leaves; executes the call unless the fault prevents it. */
function replyUnder(fault: Fault | null, executeNow: () => Reply): Reply {
  const reply = fault === null || isExecutedUnder(fault) ? executeNow() : null;
  if (fault?.kind === 'code') return refuse(fault.code, fault.message ?? 'The simulator was told to refuse.');
  return reply ?? refuse('InternalError', 'Nothing was executed.');
}

function execute(
  { simulation, holder, requestId, traceId }: Exchange,
  { action, params, body }: AdmittedCall,
): Reply {
  const { deliveryDelayMs, tokenLifetimeMs } = simulation.settings;
  return (
    checkParameters(params, action.parameters) ??
    action.answer({
      action: action.name,
      params,
      body,
      requestId,
      traceId,
      nowMs: simulation.nowMs(),
      deliveryDelayMs,
      tokenLifetimeMs,
      account: holder.account,
    })
  );
}

function send(exchange: Exchange, reply: Reply, fault: Fault | null = null): void {
  const { simulation, response, requestId, traceId } = exchange;
  simulation.traffic.countAnswer(exchange.lane, answerCode(reply, fault));
  response.setHeader('Date', new Date(simulation.nowMs()).toUTCString());
  if (traceId !== null) response.setHeader('X-TC-TraceId', traceId);
  sendReply(response, replyText(reply, requestId), fault);
}

/** What the client can make of the answer: its code, or the fault that spoilt it. */
function answerCode(reply: Reply, fault: Fault | null): string {
  if (fault !== null && !['latency', 'late', 'code'].includes(fault.kind)) return `fault:${fault.kind}`;
  return reply.kind === 'refusal' ? reply.code : 'OK';
}
