import { readLineOutlook } from '../../report/read-line-outlook.ts';
import { readTraffic, type TrafficPart } from '../../report/read-traffic.ts';
import { calledActions, findAction } from '../../shared/actions/index.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { type Line, lineName } from '../../shared/line.ts';
import { withQueue } from '../../shared/queues.ts';
import type { ActionLine } from '../api-types.ts';

/** Every line of these accounts as it stands. */
export async function readLines(ledger: Ledger, accounts: readonly string[]): Promise<ActionLine[]> {
  const traffic = await readTraffic(ledger);
  const lines = accounts.flatMap((account) => calledActions.map(({ name }) => ({ action: name, account })));
  return Promise.all(lines.map((line) => readLine(ledger, line, traffic)));
}

/** One line as the Actions page shows it. */
export async function readLine(
  ledger: Ledger,
  line: Line,
  given?: readonly TrafficPart[],
): Promise<ActionLine> {
  const traffic = given ?? (await readTraffic(ledger));
  const outlook = await readLineOutlook(ledger, line, traffic);
  const waiting = await withQueue(ledger.redis, ledger.prefix, line, (queue) =>
    queue.getJobCounts('waiting', 'delayed', 'prioritized'),
  );
  return {
    ...line,
    title: findAction(line.action)?.title ?? lineName(line),
    rate: {
      set: outlook.limit,
      byHand: outlook.setByHand,
      reached: Math.round(outlook.reached * 100) / 100,
    },
    queued: sum(Object.values(waiting)),
    inFlight: sum(traffic.map(({ counts }) => counts.byLine.get(lineName(line))?.sending ?? 0)),
    workers: outlook.workers,
    held: outlook.hold,
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
