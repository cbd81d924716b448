import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { readStock } from './read-stock.ts';

export interface Metrics {
  readonly contentType: string;
  /** The metrics in Prometheus's own text. */
  readonly write: () => Promise<string>;
  readonly noteRequest: (request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
  }) => void;
}

export interface MetricsOptions {
  readonly ledger: Ledger;
  readonly countStreams: () => number;
}

/** What an operator's Prometheus is told of the runs, the lines and this process. */
export function createMetrics({ ledger, countStreams }: MetricsOptions): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers });
  const runs = gauge('tcbatch_runs', 'Runs by state.', 'state');
  const purchases = gauge(
    'tcbatch_purchases',
    'Purchases of all runs by action and state.',
    'action',
    'state',
  );
  const inDoubt = gauge(
    'tcbatch_purchases_in_doubt',
    'Purchases that may have been bought, by action.',
    'action',
  );
  const held = gauge('tcbatch_line_held', '1 while the line is held.', 'action');
  const queued = gauge('tcbatch_queue_length', 'Purchases that wait in the queue.', 'action');
  const inFlight = gauge('tcbatch_calls_in_flight', 'Purchases that are being sent.', 'action');
  const reached = gauge('tcbatch_calls_per_second', 'Calls a second over the last seconds.', 'action');
  const allowed = gauge('tcbatch_calls_per_second_allowed', 'Calls a second that are allowed.', 'action');
  const workers = gauge('tcbatch_workers', 'Worker processes that take from the queue.', 'action');
  const streams = gauge('tcbatch_web_event_streams', 'Open event streams of this server.');
  const requests = new Histogram({
    name: 'tcbatch_web_request_duration_seconds',
    help: 'Requests to this server.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });

  return {
    contentType: register.contentType,
    write: async () => {
      const stock = await readStock(ledger);
      for (const each of [runs, purchases, inDoubt]) each.reset();
      for (const [state, count] of stock.runs) runs.set({ state }, count);
      for (const [action, state, count] of stock.purchases) {
        purchases.set({ action, state }, count);
        if (state === 'in-doubt') inDoubt.set({ action }, count);
      }
      for (const { action, rate: speed, ...line } of stock.lines) {
        held.set({ action }, line.held === null ? 0 : 1);
        queued.set({ action }, line.queued);
        inFlight.set({ action }, line.inFlight);
        workers.set({ action }, line.workers);
        reached.set({ action }, speed.reached);
        allowed.set({ action }, speed.set);
      }
      streams.set(countStreams());
      return register.metrics();
    },
    noteRequest: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
  };
}
