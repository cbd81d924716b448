import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { OpenAccount } from '../shared/accounts/open-account.ts';
import { findAction } from '../shared/actions/index.ts';
import type { Config } from '../shared/config.ts';
import { OperatorError } from '../shared/errors.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { type Line, shownLine } from '../shared/line.ts';
import type { Durability } from '../shared/redis/durability.ts';
import type { AnswerJournal } from './answer-journal.ts';
import type { ApiClient } from './api-client.ts';
import type { Bench } from './bench.ts';
import { createDesk } from './desk.ts';
import type { DurableWriter } from './durable-writer.ts';
import { gaugedPacer, type LatencyGauge } from './latency-gauge.ts';
import type { LineMeter } from './line-meter.ts';
import { createLookFirst } from './look-first/create-look-first.ts';
import { createMixedWarning } from './mixed-warning.ts';
import { createPacer, leadMsAt, type Pacer, type PacerOptions } from './pacer.ts';
import type { RecentWrites } from './recent-writes.ts';
import type { LookRoom } from './reconcile/room.ts';
import { baselineOnce } from './reconcile/take-baseline.ts';
import { createSignedCall } from './signed-call.ts';
import { createStrictPacer } from './strict-pacer.ts';

/**
 * Where an intent waits for the next sync of the append-only file: a sync comes once a second and takes a moment. The
 * slot of a call that is alone would otherwise pass before its intent is confirmed, time and again.
 */
const aheadOfSync = { leadMs: 1250, horizonMs: 1500 } satisfies PacerOptions;

/** What the lines of a worker share, and what measures this one. */
export interface Hands {
  readonly client: ApiClient;
  readonly room: LookRoom;
  readonly intents: DurableWriter;
  readonly journal: AnswerJournal;
  readonly recent: RecentWrites;
  readonly gauge: LatencyGauge;
  readonly meter: LineMeter;
}

/** What all benches of a process are laid for. */
export interface BenchOptions {
  readonly ledger: Ledger;
  readonly config: Config;
  readonly durability: Durability;
  readonly log: Logger;
}

/** A line, and the account that pays for it. */
export interface Place {
  readonly line: Line;
  readonly account: OpenAccount;
}

/** Lays out all that the purchases of a line need. Throws an OperatorError for an action nobody knows. */
export function layBench({ line, account }: Place, hands: Hands, options: BenchOptions): Bench {
  const { client, room, intents, journal, recent, gauge, meter } = hands;
  const { ledger, config } = options;
  const definition = findAction(line.action);
  if (!definition) {
    throw new OperatorError(
      'unknown-action',
      `Cannot work action as it is not in the catalogue: got ${line.action}`,
    );
  }
  const { provider } = room.inAccount(account.name);
  const log = options.log.child(shownLine(line));
  return {
    ledger,
    line,
    definition,
    journal,
    recent,
    pacer: pacerFor({ line, account }, { gauge, meter }, { ...options, log }),
    call: createSignedCall({ definition, account, client }),
    desk: createDesk(ledger, line, { intents, meter }),
    prepareRun: baselineOnce({ room: room.inAccount(account.name), definition, log }),
    lookFirst: createLookFirst({ ledger, line, definition, provider, log }),
    meter,
    worker: `${hostname()}-${process.pid}`,
    requestTimeoutMs: config.requestTimeoutMs,
    tokenWindowMs: config.tokenWindowMs,
    log,
  };
}

function pacerFor(
  { line, account }: Place,
  gauges: Pick<Hands, 'gauge' | 'meter'>,
  { ledger, config, durability, log }: BenchOptions,
): Pacer {
  const { rate: ratePerSecond } = account;
  const { requestTimeoutMs: callTimeoutMs } = config;
  const onMixed = createMixedWarning(log, config.pacing);
  if (config.pacing === 'strict') {
    const strict = createStrictPacer(ledger, line, { ratePerSecond, callTimeoutMs, onMixed });
    return gaugedPacer(strict, gauges, { leadMs: 0 });
  }
  const ahead = durability.kind === 'waitaof' ? aheadOfSync : { leadMs: leadMsAt(ratePerSecond) };
  return gaugedPacer(createPacer(ledger, line, ratePerSecond, { ...ahead, onMixed }), gauges, ahead);
}
