import { setTimeout as wait } from 'node:timers/promises';
import { OperatorError } from '../shared/errors.ts';
import { writeAudit } from '../shared/ledger/audit.ts';
import { goneAfterMs, readCrew } from '../shared/ledger/crew.ts';
import { fenceRun } from '../shared/ledger/fence.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { holdLine } from '../shared/ledger/line-hold.ts';
import { listRuns, noteActive, readRun } from '../shared/ledger/runs.ts';
import { type Line, lineName } from '../shared/line.ts';
import type { Hand } from './act.ts';

/** What was stopped, as the ledger may lack calls that were sent. */
export interface Restored {
  readonly runs: number;
  readonly lines: readonly string[];
}

/**
 * Has nothing sent from a ledger that was restored from a back-up before a person says so: calls that were sent since
 * are not in it. Its doubts are looked up by the next worker, and its lines stay held. Throws an OperatorError while
 * workers are there.
 */
export async function fenceRestored(ledger: Ledger, hand: Hand): Promise<Restored> {
  const lines = new Map<string, Line>();
  const runs = await listRuns(ledger);
  for (const run of runs) {
    for (const line of (await readRun(ledger, run))?.lines ?? []) lines.set(lineName(line), line);
  }
  await Promise.all(Array.from(lines.values(), (line) => stop(ledger, line)));
  for (const run of runs) {
    if (!(await fenceRun(ledger, run))) continue;
    // Also one that was over at the time of the back-up: what was retried since may be bought.
    await noteActive(ledger, run);
    await writeAudit(ledger, run, { ...hand, what: 'restored' });
  }
  return { runs: runs.length, lines: [...lines.keys()] };
}

const reason =
  'The ledger was restored from a back-up: calls that were sent since are not in it. Look with "tcbatch verify RUN" and in the console for what no purchase of the report holds. If there is any, cancel the run and submit what is still missing; if there is none, release.';

async function stop(ledger: Ledger, line: Line): Promise<void> {
  await holdLine(ledger, line, { code: 'redis-restored', reason, isGraver: true });
  const deadlineMs = Date.now() + goneAfterMs + lookEveryMs;
  while ((await readCrew(ledger, line)).length > 0) {
    if (Date.now() > deadlineMs) throw stillThere(line);
    await wait(lookEveryMs);
  }
}

/** The copy remembers the workers of its own time for so long; one that is there tells again before. */
const lookEveryMs = 1_000;

function stillThere(line: Line): OperatorError {
  return new OperatorError(
    'workers-alive',
    `Cannot fence the ledger as workers of ${lineName(line)} are there`,
    {
      advice: 'End every worker first: it may be sending what was bought already. Its line is held.',
    },
  );
}
