import { performance } from 'node:perf_hooks';
import type { ActionDefinition } from '../../shared/actions/action.ts';
import type { Line } from '../../shared/line.ts';
import type { Verdict } from '../classify-answer.ts';
import type { LineMeter } from '../line-meter.ts';
import { codeLabel } from './code-label.ts';
import type { Instruments } from './instruments.ts';
import { createLastSecond } from './last-second.ts';

/** A line with everything it does counted in memory. */
export interface MeteredLine {
  readonly line: Line;
  readonly meter: LineMeter;
  readonly activity: LineActivity;
  /** Brings up to date what is no sum. */
  readonly update: () => void;
}

/** How a worker gets on with a line. */
export interface LineActivity {
  /** Purchases in hand. */
  readonly inHand: () => number;
  /** When a call was answered or a purchase found done with, by `performance.now()`; the worker's start before. */
  readonly lastProgressMs: () => number;
}

/** Its labels are bound once, so that a count costs no search for them. */
export function createMeteredLine(
  instruments: Instruments,
  line: Line,
  definition: ActionDefinition,
): MeteredLine {
  const labels = { action: line.action, account: line.account };
  const roundTrip = instruments.roundTrip.labels(labels);
  const slotWait = instruments.slotWait.labels(labels);
  const intent = instruments.intent.labels(labels);
  const stalled = instruments.stalled.labels(labels);
  const lastSecond = createLastSecond();
  let inHand = 0;
  let lastProgressMs = performance.now();
  const meter: LineMeter = {
    noteTaken: () => {
      inHand += 1;
    },
    noteDelivered: (ending) => {
      inHand -= 1;
      // What is put off or given back has not come any further.
      if (ending === 'done') lastProgressMs = performance.now();
      instruments.deliveries.inc({ ...labels, ending });
    },
    noteIntent: (tookMs) => intent.observe(tookMs / 1000),
    noteSent: (slotWaitMs) => {
      lastSecond.note(performance.now());
      slotWait.observe(slotWaitMs / 1000);
    },
    noteAnswered: (roundTripMs) => {
      lastProgressMs = performance.now();
      roundTrip.observe(roundTripMs / 1000);
    },
    noteVerdict: (verdict) => instruments.calls.inc({ ...labels, ...outcomeOf(definition, verdict) }),
    noteStalled: () => stalled.inc(),
  };
  return {
    line,
    meter,
    activity: { inHand: () => inHand, lastProgressMs: () => lastProgressMs },
    update: () => {
      instruments.inHand.set(labels, inHand);
      instruments.lastSecond.set(labels, lastSecond.count(performance.now()));
    },
  };
}

function outcomeOf(definition: ActionDefinition, verdict: Verdict): { outcome: string; code: string } {
  const code = verdict.verdict === 'succeeded' ? 'none' : codeLabel(definition, verdict.code);
  return { outcome: verdict.verdict, code };
}
