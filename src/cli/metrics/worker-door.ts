import { createLedgerGauges } from '../../report/metrics/ledger-gauges.ts';
import { createLedgerProbe } from '../../shared/ledger/probe-ledger.ts';
import { createProgressWatch } from '../../worker/health/progress-watch.ts';
import { readHealth } from '../../worker/health/read-health.ts';
import { createWorkerMetrics } from '../../worker/metrics/worker-metrics.ts';
import type { RunningWorker, WorkerOptions } from '../../worker/start-worker.ts';
import { openMetricsDoor } from './metrics-door.ts';

/** A worker's metrics and health, told on a port of its own. */
export interface WorkerDoor {
  readonly url: string;
  /** Counts what the worker does; for `startWorker`. */
  readonly meterOf: NonNullable<WorkerOptions['meterOf']>;
  /** The worker has started. */
  readonly watch: (worker: RunningWorker) => void;
  readonly close: () => Promise<void>;
}

export interface WorkerDoorOptions extends Pick<WorkerOptions, 'ledger' | 'config'> {
  readonly port: number;
}

const probeTimeoutMs = 2_000;

/** Opens the door before the worker starts, so that a port that is taken is told before anything is bought. */
export async function openWorkerDoor({ ledger, config, port }: WorkerDoorOptions): Promise<WorkerDoor> {
  const metrics = createWorkerMetrics();
  const gauges = createLedgerGauges(metrics.register, ledger);
  const probe = createLedgerProbe(ledger, { timeoutMs: probeTimeoutMs });
  let worker: RunningWorker | null = null;
  let lookAtProgress = createProgressWatch({ ledger, lines: [], callTimeoutMs: config.requestTimeoutMs });
  const look = () => readHealth({ probe, lookAtProgress });
  const door = await openMetricsDoor(
    { host: config.metricsHost, port },
    {
      metrics: async () => {
        await gauges.update();
        metrics.update({ journalBacklog: () => worker?.journalBacklog() ?? 0 });
        return { contentType: metrics.register.contentType, text: await metrics.register.metrics() };
      },
      health: async () => {
        const { isAlive, redis, stuck } = await look();
        return { ok: isAlive, redis, stuck };
      },
      readiness: async () => {
        const { isReady, redis, stuck } = await look();
        return { ok: worker !== null && isReady, isStarted: worker !== null, redis, stuck };
      },
    },
  );
  return {
    url: door.url,
    close: door.close,
    meterOf: metrics.meterOf,
    watch: (started) => {
      worker = started;
      lookAtProgress = createProgressWatch({
        ledger,
        lines: metrics.lines,
        callTimeoutMs: config.requestTimeoutMs,
      });
    },
  };
}
