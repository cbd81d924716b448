import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { createLedgerGauges } from '../../report/metrics/ledger-gauges.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';

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
  const stock = createLedgerGauges(register, ledger);
  const streams = new Gauge({
    name: 'tcbatch_web_event_streams',
    help: 'Open event streams of this server.',
    registers,
  });
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
      await stock.update();
      streams.set(countStreams());
      return register.metrics();
    },
    noteRequest: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
  };
}
