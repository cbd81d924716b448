import { once, setMaxListeners } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { ExecutedPurchase } from './account.ts';
import { answerApiCall } from './api-call/answer-api-call.ts';
import { answerControlCall } from './control-routes.ts';
import type { FaultRule } from './fault-rule.ts';
import type { Simulation } from './simulation.ts';
import { createSimulation, resetSimulation } from './simulation.ts';
import type { SimulatorOptions } from './simulator-options.ts';
import { settingsOf } from './simulator-options.ts';
import type { ActionTraffic } from './traffic.ts';

/** A running stand-in for the three services, on the loopback interface. */
export interface Simulator {
  /** Base URL without a slash at its end. */
  readonly url: string;
  readonly port: number;
  readonly secretId: string;
  readonly secretKey: string;
  /** Everything really sold, oldest first. */
  readonly executed: () => readonly ExecutedPurchase[];
  /** Orders that the balance could not pay, oldest first. */
  readonly unpaidOrders: () => readonly ExecutedPurchase[];
  readonly stats: () => Readonly<Record<string, ActionTraffic>>;
  /** When the calls of an action arrived, in milliseconds since 1970. */
  readonly arrivals: (action: string) => readonly number[];
  /** Puts these rules in force in place of all others; an empty list ends every fault. */
  readonly setFaults: (rules: readonly FaultRule[]) => void;
  readonly setBalance: (balanceCents: number) => void;
  /** Back to the state at the start: nothing sold, nothing counted, the faults of the options. */
  readonly reset: () => void;
  /** Ends every connection, calls that are being answered included. May be called again. */
  readonly close: () => Promise<void>;
}

/** Starts the simulator; rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = settingsOf(options);
  const simulation = createSimulation(settings);
  const closing = new AbortController();
  // Every call that waits listens to this one signal.
  setMaxListeners(0, closing.signal);
  const server = createServer((request, response) => {
    void answer(request, response, { simulation, signal: closing.signal });
  });
  const port = await listen(server, settings.port);
  const { secretId, secretKey } = settings.credentials;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    secretId,
    secretKey,
    ...controlsOf(simulation),
    close: () => close(server, closing),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: { readonly simulation: Simulation; readonly signal: AbortSignal },
): Promise<void> {
  // A client may leave while its answer is written; without a listener that would end the process.
  response.on('error', () => {});
  const path = request.url ?? '/';
  if (/^\/(\?|$)/.test(path)) return answerApiCall(request, response, context);
  return answerControlCall(request, response, context.simulation);
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`Cannot listen on a port: got ${address}`);
  return address.port;
}

function controlsOf(simulation: Simulation) {
  return {
    executed: () => simulation.account.executed,
    unpaidOrders: () => simulation.account.unpaidOrders,
    stats: () => simulation.traffic.byAction(),
    arrivals: (action: string) => simulation.traffic.arrivals(action),
    setFaults: (rules: readonly FaultRule[]) => simulation.faults.replace(rules),
    setBalance: (balanceCents: number) => {
      simulation.account.balanceCents = balanceCents;
    },
    reset: () => resetSimulation(simulation),
  };
}

async function close(server: Server, closing: AbortController): Promise<void> {
  closing.abort();
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
