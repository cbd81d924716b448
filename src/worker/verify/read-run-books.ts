import { companionOf } from '../../shared/follow-ups/companion.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { readCounts } from '../../shared/ledger/read-counts.ts';
import { readHeadBatches, readPurchases } from '../../shared/ledger/read-purchases.ts';
import { hasFollowUps, type RunRecord } from '../../shared/ledger/runs.ts';
import type { PurchaseState } from '../../shared/outcome.ts';
import { purchaseStates } from '../../shared/outcome.ts';
import { firstSentences } from './first-sentences.ts';
import { type KnownRenewal, readRenewal } from './known-renewal.ts';

export type States = Readonly<Record<PurchaseState, number>>;

/** A run as its own rows tell it. */
export interface RunBooks {
  readonly states: States;
  /** By account: the orders that succeeded purchases hold, each with what it is held for. */
  readonly held: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly renewals: readonly KnownRenewal[];
  /** One sentence for each sum of the ledger that is not that of the rows. */
  readonly differences: readonly string[];
}

/** Reads every purchase of a run, and compares the sums that are kept with them. */
export async function readRunBooks(ledger: Ledger, record: RunRecord): Promise<RunBooks> {
  const { run } = record;
  const states = noStates();
  const held = new Map<string, Map<string, string>>();
  const renewals: KnownRenewal[] = [];
  const heldTwice: string[] = [];
  for await (const purchase of readPurchases(ledger, run)) {
    const { state, orderId, action, account, row, index } = purchase;
    states[state] += 1;
    const renewal = readRenewal(run, purchase);
    if (renewal !== null) renewals.push(renewal);
    if (state !== 'succeeded' || orderId === null) continue;
    const what = `${action} of row ${row}.${index}`;
    const ofAccount = held.get(account) ?? new Map<string, string>();
    const other = ofAccount.get(orderId);
    if (other !== undefined) heldTwice.push(sentenceOfTwo(orderId, other, what));
    held.set(account, ofAccount.set(orderId, what));
  }
  const total = Object.values(states).reduce((sum, count) => sum + count, 0);
  const differences = [
    ...(total === record.total
      ? []
      : [`The manifest asked for ${record.total} purchases, the ledger holds ${total}.`]),
    ...(await compareCounts(ledger, run, states, 'purchases')),
    ...firstSentences(heldTwice),
    ...(hasFollowUps(record) ? await compareFollowUps(ledger, companionOf(run)) : []),
  ];
  return { states, held, renewals, differences };
}

/** Each call makes an order of its own. */
function sentenceOfTwo(orderId: string, one: string, other: string): string {
  return `Order ${orderId} is held for ${one} and for ${other}: one of them may not be bought.`;
}

async function compareFollowUps(ledger: Ledger, companion: string): Promise<string[]> {
  const states = noStates();
  for await (const batch of readHeadBatches(ledger, companion)) {
    for (const { head } of batch) states[head.state] += 1;
  }
  return compareCounts(ledger, companion, states, 'of what follows them');
}

async function compareCounts(ledger: Ledger, run: string, states: States, what: string): Promise<string[]> {
  const { byState } = await readCounts(ledger, run);
  return purchaseStates
    .filter((state) => states[state] !== byState[state])
    .map((state) => `${states[state]} ${what} are ${state}, but ${byState[state]} are counted.`);
}

function noStates(): Record<PurchaseState, number> {
  return Object.fromEntries(purchaseStates.map((state) => [state, 0])) as Record<PurchaseState, number>;
}
