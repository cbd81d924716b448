import { findAction } from '../../shared/actions/index.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { readHold } from '../../shared/ledger/line-hold.ts';
import { readLineRate } from '../../shared/ledger/line-rate.ts';
import { readCounts } from '../../shared/ledger/read-counts.ts';
import { listActiveRuns } from '../../shared/ledger/runs.ts';
import { type Line, lineName } from '../../shared/line.ts';
import { withQueue } from '../../shared/queues.ts';
import type { ActionLine } from '../api-types.ts';

/** What the runs that are under way ask of the actions. */
export interface Traffic {
  readonly rate: Readonly<Record<string, number>>;
  readonly sending: Readonly<Record<string, number>>;
}

/** Adds up, over all runs that workers look after, what is sent. */
export async function readTraffic(ledger: Ledger): Promise<Traffic> {
  const runs = await listActiveRuns(ledger);
  const counts = await Promise.all(runs.map((run) => readCounts(ledger, run)));
  const rate: Record<string, number> = {};
  const sending: Record<string, number> = {};
  for (const ofRun of counts) {
    for (const [action, calls] of Object.entries(ofRun.rate)) rate[action] = (rate[action] ?? 0) + calls;
    for (const [action, byState] of ofRun.byAction)
      sending[action] = (sending[action] ?? 0) + byState.sending;
  }
  return { rate, sending };
}

/** One line as the Actions page shows it. */
export async function readLine(
  ledger: Ledger,
  line: Line,
  { traffic, rate }: { readonly traffic: Traffic; readonly rate: number },
): Promise<ActionLine> {
  const { queued, workers } = await withQueue(ledger.redis, ledger.prefix, line, async (queue) => {
    const counts = await queue.getJobCounts('waiting', 'delayed', 'prioritized');
    const sum = Object.values(counts).reduce((all, count) => all + count, 0);
    return { queued: sum, workers: await queue.getWorkersCount() };
  });
  const setByHand = await readLineRate(ledger, line);
  return {
    ...line,
    title: findAction(line.action)?.title ?? lineName(line),
    rate: {
      set: Math.min(rate, setByHand ?? rate),
      reached: Math.round((traffic.rate[line.action] ?? 0) * 100) / 100,
    },
    queued,
    inFlight: traffic.sending[line.action] ?? 0,
    workers,
    held: await readHold(ledger, line),
  };
}
