import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { findAction } from '../shared/actions/index.ts';
import type { Config } from '../shared/config.ts';
import type { Credentials } from '../shared/credentials/credentials.ts';
import { endpointFor } from '../shared/endpoint.ts';
import { OperatorError } from '../shared/errors.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Line } from '../shared/line.ts';
import type { Durability } from '../shared/redis/durability.ts';
import { writeDurably } from '../shared/redis/write-durably.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import type { Bench } from './bench.ts';
import { startLineWorker } from './line-worker.ts';
import { createPacer } from './pacer.ts';
import { createSignedCall } from './signed-call.ts';
import { watchRuns } from './watch-runs.ts';

export interface WorkerOptions {
  readonly ledger: Ledger;
  readonly lines: readonly Line[];
  readonly config: Config;
  readonly credentials: Credentials;
  readonly durability: Durability;
  /** Purchases of one line that this process has in hand at once, waiting ones included. */
  readonly concurrency: number;
  readonly log: Logger;
}

export interface RunningWorker {
  /** Drains: nothing new is sent, and what is in flight gets its outcome. Safe to call twice. */
  readonly close: () => Promise<void>;
}

/** Works the queues of the given lines until it is closed. */
export function startWorker(options: WorkerOptions): RunningWorker {
  const { ledger, lines, config, concurrency, log } = options;
  const client = createApiClient({ timeoutMs: config.requestTimeoutMs });
  const workers = lines.map((line) =>
    startLineWorker(benchFor(line, client, options), { concurrency, ratePerSecond: config.rate }),
  );
  const watch = watchRuns(ledger, lines, log);
  let closing: Promise<void> | null = null;
  return {
    close: () => {
      closing ??= (async () => {
        await Promise.all([...workers.map((worker) => worker.close()), watch.close()]);
        await client.close();
      })();
      return closing;
    },
  };
}

function benchFor(line: Line, client: ApiClient, options: WorkerOptions): Bench {
  const { ledger, config, credentials, durability, log } = options;
  const definition = findAction(line.action);
  if (!definition) {
    throw new OperatorError(
      'unknown-action',
      `Cannot work action as it is not in the catalogue: got ${line.action}`,
    );
  }
  const endpoint = endpointFor(config, definition);
  return {
    ledger,
    line,
    definition,
    pacer: createPacer(ledger, line, config.rate),
    call: createSignedCall({ definition, endpoint, credentials, client }),
    writeDurably: (write) =>
      writeDurably(ledger.redis, write, { durability, replicas: config.waitReplicas, timeoutMs: 2000 }),
    worker: `${hostname()}-${process.pid}`,
    requestTimeoutMs: config.requestTimeoutMs,
    tokenWindowMs: config.tokenWindowMs,
    log: log.child({ action: line.action }),
  };
}
