import { Gauge, type Registry } from 'prom-client';
import { systemClock } from '../../shared/clock.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { createLedgerProbe } from '../../shared/ledger/probe-ledger.ts';
import { type Line, lineName, parseLineName } from '../../shared/line.ts';
import { purchaseStates } from '../../shared/outcome.ts';
import { readDurability } from '../../shared/redis/durability.ts';
import type { LineStock } from './read-line-stock.ts';
import type { RunSum } from './read-run-sum.ts';
import { createStockReader } from './read-stock.ts';

/** Below the 10 s that Prometheus waits for an answer unless told. */
const probeTimeoutMs = 2_000;

/**
 * Gauges of what is in the ledger, the same whichever process is asked. `update` reads them anew; what cannot be read,
 * as Redis is away, is left out rather than told as it once was.
 */
export function createLedgerGauges(
  register: Registry,
  ledger: Ledger,
): { readonly update: () => Promise<void> } {
  const probe = createLedgerProbe(ledger, { timeoutMs: probeTimeoutMs });
  const readStock = createStockReader(ledger);
  const redis = redisGauges(register);
  const runs = runGauges(register);
  const lines = lineGauges(register);
  const forget = () => {
    for (const gauge of [redis.durable, ...Object.values(runs), ...Object.values(lines)]) gauge.reset();
  };
  return {
    update: async () => {
      const state = await probe();
      redis.writable.set(state === 'writable' ? 1 : 0);
      if (state === 'away') return forget();
      const [stock, durability] = await Promise.all([readStock(), readDurability(ledger.redis)]);
      forget();
      redis.durable.set(durability.kind === 'none' ? 0 : 1);
      setRuns(runs, stock.runs);
      for (const line of stock.lines) setLine(lines, line);
    },
  };
}

function redisGauges(register: Registry) {
  const gauge = gaugesOn(register);
  return {
    writable: gauge(
      'tcbatch_redis_writable',
      '1 while Redis takes writes, 0 while it refuses them or is away.',
    ),
    durable: gauge('tcbatch_redis_durable', '0 when a crash of this Redis may lose what was bought.'),
  };
}

function runGauges(register: Registry) {
  const gauge = gaugesOn(register);
  return {
    runs: gauge('tcbatch_runs', 'Runs by state.', 'state'),
    purchases: gauge('tcbatch_purchases', 'Purchases of all runs by line and state.', ...ofLine, 'state'),
    inDoubt: gauge('tcbatch_purchases_in_doubt', 'Purchases that may have been bought.', ...ofLine),
    doubtAge: gauge(
      'tcbatch_oldest_in_doubt_seconds',
      'How long ago the oldest purchase in doubt was sent.',
      ...ofLine,
    ),
  };
}

function lineGauges(register: Registry) {
  const gauge = gaugesOn(register);
  return {
    held: gauge('tcbatch_line_held', '1 while the line is held.', ...ofLine),
    hold: gauge(
      'tcbatch_line_hold',
      'Stands while the line is held, with the code that stopped it.',
      ...ofLine,
      'code',
    ),
    queued: gauge('tcbatch_queue_length', 'Purchases that wait in the queue.', ...ofLine),
    sending: gauge('tcbatch_calls_in_flight', 'Purchases that are being sent.', ...ofLine),
    reached: gauge('tcbatch_calls_per_second', 'Calls a second over the last 5 to 10 s.', ...ofLine),
    allowed: gauge('tcbatch_calls_per_second_allowed', 'Calls a second that are allowed.', ...ofLine),
    workers: gauge('tcbatch_workers', 'Worker processes that take from the queue.', ...ofLine),
    jobs: gauge('bullmq_job_count', "Jobs of the line's queue by BullMQ's states.", 'queue', 'state'),
  };
}

const ofLine = ['action', 'account'];

function gaugesOn(register: Registry) {
  return (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [register] });
}

function setRuns(gauges: ReturnType<typeof runGauges>, runs: readonly RunSum[]): void {
  const nowMs = systemClock.nowMs();
  const oldestMs = new Map<string, number>();
  for (const { state, counts, doubtsSinceMs } of runs) {
    gauges.runs.inc({ state });
    for (const [name, byState] of counts) {
      const labels = labelsOf(parseLineName(name));
      for (const state of purchaseStates) gauges.purchases.inc({ ...labels, state }, byState[state]);
      gauges.inDoubt.inc(labels, byState['in-doubt']);
    }
    for (const [name, sinceMs] of doubtsSinceMs) {
      oldestMs.set(name, Math.min(sinceMs, oldestMs.get(name) ?? sinceMs));
    }
  }
  for (const [name, sinceMs] of oldestMs) {
    gauges.doubtAge.set(labelsOf(parseLineName(name)), Math.max(0, nowMs - sinceMs) / 1000);
  }
}

function setLine(gauges: ReturnType<typeof lineGauges>, stock: LineStock): void {
  const labels = labelsOf(stock.line);
  const { waiting = 0, delayed = 0, prioritized = 0 } = stock.jobs;
  gauges.held.set(labels, stock.hold === null ? 0 : 1);
  if (stock.hold !== null) gauges.hold.set({ ...labels, code: stock.hold.code }, 1);
  gauges.queued.set(labels, waiting + delayed + prioritized);
  gauges.sending.set(labels, stock.sending);
  gauges.reached.set(labels, Math.round(stock.reached * 100) / 100);
  gauges.allowed.set(labels, stock.limit);
  gauges.workers.set(labels, stock.workers);
  for (const [state, count] of Object.entries(stock.jobs)) {
    gauges.jobs.set({ queue: lineName(stock.line), state }, count);
  }
}

function labelsOf({ action, account }: Line): { readonly action: string; readonly account: string } {
  return { action, account };
}
