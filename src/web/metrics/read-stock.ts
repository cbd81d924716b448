import { readStatusOf } from '../../report/read-status.ts';
import { fewAtOnce } from '../../shared/few-at-once.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { listRuns, readRun } from '../../shared/ledger/runs.ts';
import { purchaseStates } from '../../shared/outcome.ts';
import { readLines } from '../api/read-line.ts';
import type { ActionLine } from '../api-types.ts';

/** What is in the ledger, added up over all runs. */
export interface Stock {
  readonly runs: ReadonlyMap<string, number>;
  /** Action, state, and how many purchases are in it. */
  readonly purchases: readonly (readonly [action: string, state: string, count: number])[];
  readonly lines: readonly ActionLine[];
}

const runsAtOnce = 20;

/** Adds up what the ledger counted; the cost grows with the number of runs, and not with their size. */
export async function readStock(ledger: Ledger): Promise<Stock> {
  const runs = new Map<string, number>();
  const purchases = new Map<string, Map<string, number>>();
  const underWay = fewAtOnce(runsAtOnce);
  for (const run of await listRuns(ledger)) await underWay.add(addRun(ledger, run, { runs, purchases }));
  await underWay.all();
  return {
    runs,
    purchases: [...purchases].flatMap(([action, byState]) =>
      purchaseStates.map((state) => [action, state, byState.get(state) ?? 0] as const),
    ),
    lines: await readLines(ledger),
  };
}

interface Sums {
  readonly runs: Map<string, number>;
  readonly purchases: Map<string, Map<string, number>>;
}

async function addRun(ledger: Ledger, run: string, { runs, purchases }: Sums): Promise<void> {
  const record = await readRun(ledger, run);
  if (!record) return;
  const { status, counts } = await readStatusOf(ledger, record);
  runs.set(status.state, (runs.get(status.state) ?? 0) + 1);
  for (const [line, byState] of counts.byLine) {
    const sums = purchases.get(line) ?? new Map<string, number>();
    purchases.set(line, sums);
    for (const state of purchaseStates) sums.set(state, (sums.get(state) ?? 0) + byState[state]);
  }
}
