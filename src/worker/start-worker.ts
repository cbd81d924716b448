import { join } from 'node:path';
import type { Logger } from 'pino';
import type { OpenAccount, OpenAccounts } from '../shared/accounts/open-account.ts';
import type { Config } from '../shared/config.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { Line } from '../shared/line.ts';
import type { Durability } from '../shared/redis/durability.ts';
import { openJournal } from './answer-journal.ts';
import { createApiClient } from './api-client.ts';
import { createDurableWriter } from './durable-writer.ts';
import { createLatencyGauge } from './latency-gauge.ts';
import { layBench } from './lay-bench.ts';
import { plainPen, writeLearned } from './learned.ts';
import { type LineMeter, silentMeter } from './line-meter.ts';
import { startLinePulse } from './line-pulse.ts';
import { startLineWorker } from './line-worker.ts';
import { createRecentWrites } from './recent-writes.ts';
import { createLookRooms } from './reconcile/look-rooms.ts';
import { replayJournals } from './record-learned.ts';
import { startWatches } from './watch/start-watches.ts';

export interface WorkerOptions {
  readonly ledger: Ledger;
  readonly lines: readonly Line[];
  readonly config: Config;
  /** Of every account of the lines at least; the others are looked for too. A line is worked once its account is ready. */
  readonly accounts: OpenAccounts;
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

  const client = createApiClient({ timeoutMs: config.requestTimeoutMs, proxies: config.proxies });
  const rooms = createLookRooms({ ...options, client });
  const intents = createDurableWriter(ledger, {
    durability: options.durability,
    replicas: config.waitReplicas,
  });
  const pen = plainPen(ledger);
  const recent = createRecentWrites((learned) => writeLearned(pen, learned));
  const hands = {
    client,
    room: rooms.room,
    intents,
    recent,
    journal: openJournal(journalFolder, ledger.prefix),
  };
  const workers: Closable[] = [];
  let closing: Promise<void> | null = null;
  const start = (line: Line, account: OpenAccount): void => {
    if (closing !== null) return;
    const gauge = createLatencyGauge();
    const meter = options.meterOf?.(line) ?? silentMeter;
    const bench = layBench({ line, account }, { ...hands, gauge, meter }, options);
    const { rate } = account;
    const lineWorker = startLineWorker(bench, { concurrency, ratePerSecond: rate });
    const self = () => ({ concurrency, pacing: config.pacing, rate, latency: gauge.seen() });
    const pulse = startLinePulse({ ...bench, self });
    workers.push({ close: () => Promise.all([lineWorker.close(), pulse.close()]) });
  };
  for (const line of lines) {
    const account = knownAccount(line, options.accounts);
    if (account.keyring.isReady()) start(line, account);
    // An account whose credentials cannot be had keeps no other waiting.
    else void account.keyring.ready.then(() => start(line, account));
  }
  const watches = startWatches({ ledger, lines, rooms, recent, replicas: intents.replicas, log });
  return {
    journalBacklog: hands.journal.backlog,
    close: () => {
      closing ??= (async () => {
        await Promise.all(workers.map((worker) => worker.close()));
        // Only now: a purchase that was about to be sent may have wanted a look first.
        await watches.close();
        await Promise.all([client.close(), intents.close()]);
      })();
      return closing;
    },
  };
}

interface Closable {
  readonly close: () => Promise<unknown>;
}

function knownAccount(line: Line, accounts: OpenAccounts): OpenAccount {
  const account = accounts.get(line.account);
  if (account) return account;
  throw new Error(`Cannot work line as its account is not configured: got ${line.account}`);
}
