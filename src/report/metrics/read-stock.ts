import { calledActions } from '../../shared/actions/index.ts';
import { fewAtOnce } from '../../shared/few-at-once.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { listActiveRuns, listRuns } from '../../shared/ledger/runs.ts';
import { defaultAccount, lineName, parseLineName } from '../../shared/line.ts';
import { readTraffic } from '../read-traffic.ts';
import { type LineStock, readLineStock } from './read-line-stock.ts';
import { type RunSum, readRunSum } from './read-run-sum.ts';

/** What is in the ledger, over all runs. */
export interface Stock {
  readonly runs: readonly RunSum[];
  readonly lines: readonly LineStock[];
}

const runsAtOnce = 20;

/**
 * Reads what is in the ledger again and again. What a run adds is kept once workers look after it no more: nothing of
 * it changes until they do again, so a look costs as much as there is to buy and not as much as was ever bought.
 */
export function createStockReader(ledger: Ledger): () => Promise<Stock> {
  let kept: ReadonlyMap<string, RunSum> = new Map();
  return async () => {
    // Asked first: a run that is active by now is read, whatever was kept of it.
    const active = new Set(await listActiveRuns(ledger));
    const sums = new Map<string, RunSum>();
    const underWay = fewAtOnce(runsAtOnce);
    const add = async (run: string) => {
      const sum = (active.has(run) ? null : kept.get(run)) ?? (await readRunSum(ledger, run));
      if (sum) sums.set(run, sum);
    };
    for (const run of await listRuns(ledger)) await underWay.add(add(run));
    await underWay.all();
    kept = new Map(Array.from(sums).filter(([run]) => !active.has(run)));
    const runs = [...sums.values()];
    return { runs, lines: await readLines(ledger, runs) };
  };
}

/** Those of the catalogue, and those of other accounts for which something was ever bought. */
async function readLines(ledger: Ledger, runs: readonly RunSum[]): Promise<LineStock[]> {
  const ofCatalogue = calledActions.map(({ name }) => lineName({ action: name, account: defaultAccount }));
  const names = new Set([...ofCatalogue, ...runs.flatMap(({ lines }) => lines.map(lineName))]);
  const traffic = await readTraffic(ledger);
  return Promise.all(Array.from(names, (name) => readLineStock(ledger, parseLineName(name), traffic)));
}
