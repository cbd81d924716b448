import { collectDefaultMetrics, Registry } from 'prom-client';
import { findAction } from '../../shared/actions/index.ts';
import type { Line } from '../../shared/line.ts';
import { type LineMeter, silentMeter } from '../line-meter.ts';
import { createInstruments } from './instruments.ts';
import { createMeteredLine, type MeteredLine } from './metered-line.ts';

/** All that one worker counts. */
export interface WorkerMetrics {
  readonly register: Registry;
  /** The meter of a line, for `startWorker`. */
  readonly meterOf: (line: Line) => LineMeter;
  /** The lines that were given a meter. */
  readonly lines: readonly MeteredLine[];
  /** Brings up to date what is no sum; to be called before the register is written. */
  readonly update: (worker: { readonly journalBacklog: () => number }) => void;
}

/** Counters in memory alone; nothing is asked of anybody until somebody scrapes. */
export function createWorkerMetrics(): WorkerMetrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const instruments = createInstruments(register);
  const lines: MeteredLine[] = [];
  return {
    register,
    lines,
    meterOf: (line) => {
      const definition = findAction(line.action);
      if (!definition) return silentMeter;
      const metered = createMeteredLine(instruments, line, definition);
      lines.push(metered);
      return metered.meter;
    },
    update: ({ journalBacklog }) => {
      for (const line of lines) line.update();
      instruments.journal.set(journalBacklog());
    },
  };
}
