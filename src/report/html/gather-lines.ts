import { lineName } from '../../shared/line.ts';
import type { ReportLine } from '../../shared/outcome.ts';
import type { FollowedPurchase } from '../follow-up.ts';
import { toReportLine } from '../report-line.ts';
import { countSent, type SentHistogram } from './sent-histogram.ts';

/** What a page shows of the lines of a report. */
export interface GatheredLines {
  /** By the line's name, as each line has a limit of its own. */
  readonly sent: ReadonlyMap<string, SentHistogram>;
  /** The first lines that somebody has to do something about. */
  readonly open: readonly ReportLine[];
  readonly openCount: number;
  /** The first lines of all. */
  readonly first: readonly ReportLine[];
  readonly count: number;
}

/** More rows than this make a page that nobody scrolls and that is slow to open. */
const rowsShown = 2_000;

/** Goes through all lines once, and keeps of them what a page has room for. */
export async function gatherLines(
  run: string,
  batches: AsyncIterable<readonly FollowedPurchase[]>,
): Promise<GatheredLines> {
  const sent = new Map<string, ReturnType<typeof countSent>>();
  const open: ReportLine[] = [];
  const first: ReportLine[] = [];
  let openCount = 0;
  let count = 0;
  for await (const batch of batches) {
    for (const record of batch) {
      count += 1;
      if (record.sentAtMs !== null) counterFor(sent, lineName(record)).add(record.sentAtMs);
      const isOpen = !isDone(record);
      if (isOpen) openCount += 1;
      if (first.length < rowsShown) first.push(toReportLine(run, record));
      if (isOpen && open.length < rowsShown) open.push(toReportLine(run, record));
    }
  }
  const histograms = new Map(Array.from(sent, ([line, counter]) => [line, counter.read()]));
  return { sent: histograms, open, openCount, first, count };
}

function counterFor(counters: Map<string, ReturnType<typeof countSent>>, line: string) {
  const known = counters.get(line);
  if (known) return known;
  const counter = countSent();
  counters.set(line, counter);
  return counter;
}

function isDone({ state, delivery, followUp }: FollowedPurchase): boolean {
  if (followUp && followUp.state !== 'succeeded') return false;
  return state === 'skipped' || (state === 'succeeded' && delivery !== 'pending');
}
