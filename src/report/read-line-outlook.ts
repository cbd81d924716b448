import { lineRate } from '../shared/hands-needed.ts';
import { readCrew } from '../shared/ledger/crew.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { readHold } from '../shared/ledger/line-hold.ts';
import { readLineRate, readWidening } from '../shared/ledger/line-rate.ts';
import { type Line, lineName } from '../shared/line.ts';
import type { Hold } from '../shared/run.ts';
import { expectedRate } from './expected-rate.ts';
import { reachedRate, sumCalls } from './reached-rate.ts';
import type { TrafficPart } from './read-traffic.ts';

/** How a line stands, for whoever waits in it. */
export interface LineOutlook {
  readonly line: Line;
  readonly hold: Hold | null;
  /** Calls a second that it is held to. */
  readonly limit: number;
  readonly setByHand: number | null;
  readonly widening: number;
  readonly workers: number;
  /** Calls a second over the last seconds, of all runs. */
  readonly reached: number;
  /** Calls a second that it will make, as far as anybody can tell. */
  readonly callsPerSecond: number;
}

/** Reads how a line stands. */
export async function readLineOutlook(
  ledger: Ledger,
  line: Line,
  traffic: readonly TrafficPart[],
): Promise<LineOutlook> {
  const [hold, setByHand, widening, crew] = await Promise.all([
    readHold(ledger, line),
    readLineRate(ledger, line),
    readWidening(ledger, line),
    readCrew(ledger, line),
  ]);
  const name = lineName(line);
  const calls = sumCalls(traffic.flatMap(({ counts }) => counts.calls.get(name) ?? []));
  const nowMs = Math.max(0, ...traffic.map(({ counts }) => counts.readAtMs));
  const expected = expectedRate({ crew, setByHand, widening });
  const steady = reachedRate(calls, nowMs) ?? expected;
  return {
    line,
    hold,
    limit: lineRate(crew, setByHand),
    setByHand,
    widening,
    workers: crew.length,
    reached: traffic.reduce((sum, { counts }) => sum + (counts.rate[name] ?? 0), 0),
    // What was reached before the line was slowed down says nothing of what comes.
    callsPerSecond: setByHand === null && widening === 1 ? steady : Math.min(steady, expected),
  };
}
