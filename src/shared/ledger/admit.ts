import { lineName } from '../line.ts';
import type { Purchase } from '../purchase.ts';
import { fieldOf, groupByBucket, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { frozenPart } from './record.ts';
import { loadTransition, transitionKeys } from './transition.ts';

const admitScript = loadTransition('admit.lua');

/** A purchase to admit, with how many its row asks for. */
export interface Admission {
  readonly purchase: Purchase;
  readonly rowCount: number;
}

/** Lua hands on no more than some thousand values at once, two for each purchase. */
const purchasesPerCall = 1000;

/**
 * Admits purchases to a run that is being submitted; those already there are left as they are.
 * Returns how many were new. Throws when a position already holds another purchase.
 */
export async function admit(ledger: Ledger, run: string, admissions: readonly Admission[]): Promise<number> {
  const batches = groupByBucket(admissions, ({ purchase }) => purchase.row)
    .flatMap(groupByLine)
    .flatMap((batch) => inSlices(batch, purchasesPerCall));
  const added = await Promise.all(batches.map((batch) => admitBatch(ledger, run, batch)));
  return added.reduce((sum, count) => sum + count, 0);
}

async function admitBatch(ledger: Ledger, run: string, batch: readonly Admission[]): Promise<number> {
  const first = batch[0];
  if (!first) return 0;
  const keys = [...transitionKeys(ledger, run, first.purchase.row), runKeys(ledger.prefix, run).rowCounts];
  const args: (string | number)[] = [lineName(first.purchase), batch.length];
  for (const { purchase } of batch) args.push(fieldOf(purchase), frozenPart(purchase));
  for (const { purchase, rowCount } of batch) {
    if (rowCount !== 1 && purchase.index === 1) args.push(purchase.row, rowCount);
  }
  return Number(await admitScript(ledger.redis, keys, args));
}

function groupByLine(admissions: readonly Admission[]): Admission[][] {
  const groups = new Map<string, Admission[]>();
  for (const admission of admissions) {
    const line = lineName(admission.purchase);
    const group = groups.get(line);
    if (group) group.push(admission);
    else groups.set(line, [admission]);
  }
  return [...groups.values()];
}

function inSlices<Value>(values: readonly Value[], size: number): (readonly Value[])[] {
  if (values.length <= size) return [values];
  const slices = Math.ceil(values.length / size);
  return Array.from({ length: slices }, (_, i) => values.slice(i * size, (i + 1) * size));
}
