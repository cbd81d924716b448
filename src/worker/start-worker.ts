import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { findAction } from '../shared/actions/index.ts';
import type { Config } from '../shared/config.ts';
import type { Credentials } from '../shared/credentials/credentials.ts';
import { endpointFor } from '../shared/endpoint.ts';
import { OperatorError } from '../shared/errors.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Line } from '../shared/line.ts';
import type { Durability } from '../shared/redis/durability.ts';
import { type AnswerJournal, openJournal } from './answer-journal.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { watchBalances } from './balance/watch-balances.ts';
import type { Bench } from './bench.ts';
import { createDesk } from './desk.ts';
import { createDurableWriter, type DurableWriter } from './durable-writer.ts';
import { createLatencyGauge, gaugedPacer, type LatencyGauge } from './latency-gauge.ts';
import { type LineMeter, silentMeter } from './line-meter.ts';
import { startLinePulse } from './line-pulse.ts';
import { startLineWorker } from './line-worker.ts';
import { createLookFirst } from './look-first/create-look-first.ts';
import { createPacer, leadMsAt, type Pacer, type PacerOptions } from './pacer.ts';
import { createRecentWrites, type RecentWrites } from './recent-writes.ts';
import { createProvider, type Provider } from './reconcile/provider.ts';
import { baselineOnce } from './reconcile/take-baseline.ts';
import { replayJournals } from './record-learned.ts';
import { createSignedCall } from './signed-call.ts';
import { createStrictPacer } from './strict-pacer.ts';
import { watchFences } from './watch-fences.ts';
import { watchQuestions } from './watch-questions.ts';
import { watchRuns } from './watch-runs.ts';
import { watchSchedule } from './watch-schedule.ts';

/**
 * Where an intent waits for the next sync of the append-only file: a sync comes once a second and takes a moment. The
 * slot of a call that is alone would otherwise pass before its intent is confirmed, time and again.
 */
const aheadOfSync = { leadMs: 1250, horizonMs: 1500 } satisfies PacerOptions;

export interface WorkerOptions {
  readonly ledger: Ledger;
  readonly lines: readonly Line[];
  readonly config: Config;
  readonly credentials: Credentials;
  readonly durability: Durability;
  /** Purchases of one line that this process has in hand at once, waiting ones included. */
  readonly concurrency: number;
  readonly log: Logger;
  /** Counts what each line does; nobody unless told. */
  readonly meterOf?: (line: Line) => LineMeter;
}

export interface RunningWorker {
  /** Drains: nothing new is sent, and what is in flight gets its outcome. Safe to call twice. */
  readonly close: () => Promise<void>;
  /** Answers that are kept in the journal until Redis takes them. */
  readonly journalBacklog: () => number;
}

/** Works the queues of the given lines until it is closed. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { ledger, lines, config, concurrency, log } = options;
  const journalFolder = join(config.dataDir, 'journal');
  await replayJournals({ ledger, log }, journalFolder);

  const client = createApiClient({ timeoutMs: config.requestTimeoutMs });
  const provider = createProvider({ ...options, client });
  const intents = createDurableWriter(ledger, {
    durability: options.durability,
    replicas: config.waitReplicas,
  });
  const recent = createRecentWrites();
  const hands = { client, provider, intents, recent, journal: openJournal(journalFolder, ledger.prefix) };
  const workers = lines.map((line) => {
    const gauge = createLatencyGauge();
    const meter = options.meterOf?.(line) ?? silentMeter;
    const bench = benchFor(line, { ...hands, gauge, meter }, options);
    const lineWorker = startLineWorker(bench, { concurrency, ratePerSecond: config.rate });
    const { pacing, rate } = config;
    const self = () => ({ concurrency, pacing, rate, latency: gauge.seen() });
    const pulse = startLinePulse({ ...bench, self });
    return { close: () => Promise.all([lineWorker.close(), pulse.close()]) };
  });
  const runs = watchRuns(ledger, lines, log);
  const schedule = watchSchedule(ledger, log);
  const room = { ...config, ledger, provider, log };
  const questions = watchQuestions(room);
  const fences = watchFences(room, recent);
  const balances = watchBalances(room, lines);
  let closing: Promise<void> | null = null;
  return {
    journalBacklog: hands.journal.backlog,
    close: () => {
      closing ??= (async () => {
        await Promise.all(workers.map((worker) => worker.close()));
        // Only now: a purchase that was about to be sent may have wanted a look first.
        await Promise.all([
          runs.close(),
          schedule.close(),
          questions.close(),
          fences.close(),
          balances.close(),
        ]);
        await Promise.all([client.close(), intents.close()]);
      })();
      return closing;
    },
  };
}

interface Hands {
  readonly client: ApiClient;
  readonly provider: Provider;
  readonly intents: DurableWriter;
  readonly journal: AnswerJournal;
  readonly recent: RecentWrites;
  readonly gauge: LatencyGauge;
  readonly meter: LineMeter;
}

function benchFor(line: Line, hands: Hands, options: WorkerOptions): Bench {
  const { client, provider, intents, journal, recent, gauge, meter } = hands;
  const { ledger, config, credentials } = options;
  const definition = findAction(line.action);
  if (!definition) {
    throw new OperatorError(
      'unknown-action',
      `Cannot work action as it is not in the catalogue: got ${line.action}`,
    );
  }
  const endpoint = endpointFor(config, definition);
  const log = options.log.child({ action: line.action });
  return {
    ledger,
    line,
    definition,
    journal,
    recent,
    pacer: pacerFor(line, { gauge, meter }, options),
    call: createSignedCall({ definition, endpoint, credentials, client }),
    desk: createDesk(ledger, line, { intents, meter }),
    prepareRun: baselineOnce({ ledger, provider, definition, log }),
    lookFirst: createLookFirst({ ledger, line, definition, provider, log }),
    meter,
    worker: `${hostname()}-${process.pid}`,
    requestTimeoutMs: config.requestTimeoutMs,
    tokenWindowMs: config.tokenWindowMs,
    log,
  };
}

function pacerFor(
  line: Line,
  gauges: Pick<Hands, 'gauge' | 'meter'>,
  { ledger, config, durability }: WorkerOptions,
): Pacer {
  const { rate: ratePerSecond, requestTimeoutMs: callTimeoutMs } = config;
  if (config.pacing === 'strict') {
    const strict = createStrictPacer(ledger, line, { ratePerSecond, callTimeoutMs });
    return gaugedPacer(strict, gauges, { leadMs: 0 });
  }
  const ahead = durability.kind === 'waitaof' ? aheadOfSync : { leadMs: leadMsAt(ratePerSecond) };
  return gaugedPacer(createPacer(ledger, line, ratePerSecond, ahead), gauges, ahead);
}
