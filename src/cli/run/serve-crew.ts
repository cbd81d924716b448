import { OperatorError } from '../../shared/errors.ts';
import type { Setup } from '../setup.ts';
import { startCrew, type WorkerCrew } from './worker-crew.ts';

/** Workers that a server keeps beside itself. */
export interface ServeCrew extends Pick<WorkerCrew, 'drain' | 'kill'> {
  /** Rejects with an OperatorError once no worker can be had; never resolves. */
  readonly failed: Promise<never>;
}

/** A worker that cannot start ends at once: without a pause it would be started all the time. */
const pauseMs = 5_000;

/** Keeps `size` workers at work for as long as the server runs. Each tells its metrics on the port after the one before. */
export function startServeCrew({ environment, config }: Setup, size: number): ServeCrew {
  let fail: (error: OperatorError) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const { metricsPort } = config;
  const crew = startCrew({
    environment,
    size,
    arguments: [],
    // It is to run for months: how often workers died in all says nothing.
    mostReplacements: Number.POSITIVE_INFINITY,
    pauseMs,
    // The server itself has the first; where the system chooses, it chooses for each.
    metricsPortOf: (seat) => (metricsPort === null || metricsPort === 0 ? metricsPort : metricsPort + seat),
    onFailure: (reason) =>
      fail(
        new OperatorError(
          'workers-failed',
          `Cannot serve with workers of its own as none can work: ${reason}`,
          {
            advice: 'Ask `tcbatch doctor`, or serve without --workers.',
          },
        ),
      ),
  });
  return { drain: crew.drain, kill: crew.kill, failed };
}
