import type { Ledger } from '../../shared/ledger/ledger.ts';
import { type Line, lineName } from '../../shared/line.ts';
import { withQueue } from '../../shared/queues.ts';
import { type LineOutlook, readLineOutlook } from '../read-line-outlook.ts';
import type { TrafficPart } from '../read-traffic.ts';

/** A line as it stands, with what BullMQ counts of its queue. */
export interface LineStock extends LineOutlook {
  /** Purchases that are being sent. */
  readonly sending: number;
  /** Jobs by BullMQ's own words for their states. */
  readonly jobs: Readonly<Record<string, number>>;
}

const jobStates = ['waiting', 'prioritized', 'delayed', 'active', 'failed', 'completed'] as const;

/** Reads how a line and its queue stand. */
export async function readLineStock(
  ledger: Ledger,
  line: Line,
  traffic: readonly TrafficPart[],
): Promise<LineStock> {
  const [outlook, jobs] = await Promise.all([
    readLineOutlook(ledger, line, traffic),
    withQueue(ledger.redis, ledger.prefix, line, (queue) => queue.getJobCounts(...jobStates)),
  ]);
  const ofLine = traffic.map(({ counts }) => counts.byLine.get(lineName(line))?.sending ?? 0);
  return { ...outlook, jobs, sending: ofLine.reduce((sum, count) => sum + count, 0) };
}
