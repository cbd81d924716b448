import { fewAhead } from '../shared/few-ahead.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { readOpenQuestions, readPurchase, readSending } from '../shared/ledger/read-purchases.ts';
import { readPurchasesFrom } from '../shared/ledger/read-purchases-from.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import type { RunRecord } from '../shared/ledger/runs.ts';
import type { PurchaseState, ReportLine } from '../shared/outcome.ts';
import { comparePositions, type Position } from '../shared/purchase.ts';
import { withFollowUps } from './join-follow-ups.ts';
import { toReportLine } from './report-line.ts';

/** Which purchases are wanted; what is left out wants all. */
export interface PageFilter {
  readonly states: readonly PurchaseState[];
  readonly codes: readonly string[];
  readonly actions: readonly string[];
  /** A text that must stand in one of the purchase's values, in whatever case. */
  readonly search: string | null;
}

export interface PageOptions {
  readonly filter: PageFilter;
  /** Where to begin; what is found there belongs to the page. */
  readonly from: Position;
  readonly limit: number;
  /** So many purchases are looked at, at most, before the page is given back as it is. */
  readonly mostScanned: number;
}

export interface Page {
  readonly lines: readonly ReportLine[];
  /** Where to go on; null when there is nothing more. */
  readonly next: Position | null;
  readonly scanned: number;
}

/** Reads some of a run's purchases, in row order from any place in it. The cost does not grow with the run. */
export async function readPage(
  ledger: Ledger,
  record: RunRecord,
  { filter, from, limit, mostScanned }: PageOptions,
): Promise<Page> {
  const found: PurchaseRecord[] = [];
  const linesOf = async (): Promise<ReportLine[]> => {
    const followed = await withFollowUps(ledger, record, found);
    return followed.map((purchase) => toReportLine(record.run, purchase));
  };
  let scanned = 0;
  for await (const purchases of candidates(ledger, record, { filter, from })) {
    for (const purchase of purchases) {
      if (found.length === limit || scanned === mostScanned) {
        return { lines: await linesOf(), next: { row: purchase.row, index: purchase.index }, scanned };
      }
      scanned += 1;
      if (isWanted(purchase, filter)) found.push(purchase);
    }
  }
  return { lines: await linesOf(), next: null, scanned };
}

/** Few are in doubt or being sent at once, and the ledger has lists of them: no use in looking at all the others. */
function candidates(
  ledger: Ledger,
  record: RunRecord,
  { filter, from }: Pick<PageOptions, 'filter' | 'from'>,
): AsyncGenerator<readonly PurchaseRecord[]> {
  const [state, ...others] = filter.states;
  if (others.length === 0 && state === 'in-doubt') {
    return listed(ledger, record, { from, positions: readOpenQuestions(ledger, record.run) });
  }
  if (others.length === 0 && state === 'sending') {
    return listed(ledger, record, { from, positions: readSending(ledger, record.run) });
  }
  return readPurchasesFrom(ledger, record, from);
}

const listedPerRead = 200;

async function* listed(
  ledger: Ledger,
  { run }: RunRecord,
  { from, positions }: { readonly from: Position; readonly positions: Promise<readonly Position[]> },
): AsyncGenerator<readonly PurchaseRecord[]> {
  const wanted = (await positions)
    .filter((position) => comparePositions(position, from) >= 0)
    .sort(comparePositions);
  const batches = Array.from({ length: Math.ceil(wanted.length / listedPerRead) }, (_, i) =>
    wanted.slice(i * listedPerRead, (i + 1) * listedPerRead),
  );
  const read = (batch: readonly Position[]) =>
    Promise.all(batch.map((position) => readPurchase(ledger, run, position)));
  for await (const found of fewAhead(batches, 1, read)) yield found.filter((purchase) => purchase !== null);
}

function isWanted(purchase: PurchaseRecord, { states, codes, actions, search }: PageFilter): boolean {
  const { state, errorCode, action } = purchase;
  if (states.length > 0 && !states.includes(state)) return false;
  if (codes.length > 0 && !(errorCode !== null && codes.includes(errorCode))) return false;
  if (actions.length > 0 && !actions.includes(action)) return false;
  return search === null || holds(purchase, search.toLowerCase());
}

function holds(purchase: PurchaseRecord, search: string): boolean {
  const { reference, orderId, requestId, attemptId, errorCode, resourceIds, notes, body } = purchase;
  const values = [
    reference,
    orderId,
    requestId,
    attemptId,
    errorCode,
    ...resourceIds,
    ...Object.values(notes),
    body,
  ];
  return values.some((value) => value?.toLowerCase().includes(search));
}
