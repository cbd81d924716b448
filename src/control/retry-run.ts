import { OperatorError } from '../shared/errors.ts';
import { companionOf } from '../shared/follow-ups/companion.ts';
import { writeAudit } from '../shared/ledger/audit.ts';
import { requeueFailed } from '../shared/ledger/change-many.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { readPurchases } from '../shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import { hasFollowUps, noteActive } from '../shared/ledger/runs.ts';
import { defaultAccount } from '../shared/line.ts';
import type { Position } from '../shared/purchase.ts';
import { requeueRun } from '../shared/requeue.ts';
import { type Hand, knownRun } from './act.ts';

export interface RetryOptions {
  /** Only purchases that failed with one of these codes; empty: whatever the code. */
  readonly codes: readonly string[];
  /** Only purchases of these rows; empty: all rows. */
  readonly rows: readonly number[];
  /** Only purchases that these accounts pay; empty: whoever pays. */
  readonly accounts?: readonly string[];
  /** Also those that may have left an unpaid order, which a second purchase would leave once more. */
  readonly evenIfUnpaid: boolean;
  /** Only what follows purchases: the purchases themselves are left as they are. */
  readonly followUpsOnly?: boolean;
}

export interface Retried {
  readonly queued: number;
  /** Of what follows purchases, how many are queued again. */
  readonly followUps: number;
  /** Failed, and left alone, as an unpaid order may wait for them. */
  readonly leftUnpaid: number;
  /** In doubt, and left alone, as they may have been bought. */
  readonly leftInDoubt: number;
}

const batchSize = 500;

/**
 * Queues failed purchases again, and what follows purchases where it failed. None that is in doubt, and none that may
 * still be paid for unless told so. A purchase that was bought is never queued for what follows it.
 */
export async function retryRun(
  ledger: Ledger,
  run: string,
  options: RetryOptions,
  hand: Hand,
): Promise<Retried> {
  const record = await knownRun(ledger, run);
  if (record.phase !== 'running' && record.phase !== 'paused') {
    throw new OperatorError(
      'run-not-changeable',
      `Cannot retry purchases of run ${run} as it is ${record.phase}`,
    );
  }
  const purchases = options.followUpsOnly ? nothing : await requeueIn(ledger, run, options);
  const followUps = hasFollowUps(record) ? await requeueIn(ledger, companionOf(run), options) : nothing;
  const queued = purchases.queued + followUps.queued;
  if (queued > 0) {
    await writeAudit(ledger, run, { ...hand, what: `retry ${queued} ${describe(options)}` });
    if (record.phase === 'running') {
      if (purchases.queued > 0) await requeueRun(ledger, run);
      if (followUps.queued > 0) await requeueRun(ledger, companionOf(run));
    }
  }
  return { ...purchases, followUps: followUps.queued };
}

const nothing = { queued: 0, leftUnpaid: 0, leftInDoubt: 0 };

async function requeueIn(ledger: Ledger, run: string, options: RetryOptions): Promise<typeof nothing> {
  // Before anything is queued: cut short from here on, workers look after what was.
  await noteActive(ledger, run);
  let queued = 0;
  let leftUnpaid = 0;
  let leftInDoubt = 0;
  for await (const { positions, unpaid, inDoubt } of failedBatches(ledger, run, options)) {
    queued += (await requeueFailed(ledger, run, positions, options)).length;
    if (!options.evenIfUnpaid) leftUnpaid += unpaid;
    leftInDoubt += inDoubt;
  }
  return { queued, leftUnpaid, leftInDoubt };
}

/** The failed purchases that are meant, with how many of them left an order, and how many beside them are in doubt. */
async function* failedBatches(ledger: Ledger, run: string, options: RetryOptions) {
  const isMeant = meantBy(options);
  let positions: Position[] = [];
  let unpaid = 0;
  let inDoubt = 0;
  for await (const purchase of readPurchases(ledger, run)) {
    if (!isMeant(purchase)) continue;
    if (purchase.state === 'in-doubt') inDoubt += 1;
    if (purchase.state !== 'failed') continue;
    positions.push({ row: purchase.row, index: purchase.index });
    if (purchase.unpaidOrder) unpaid += 1;
    if (positions.length < batchSize) continue;
    yield { positions, unpaid, inDoubt };
    positions = [];
    unpaid = 0;
    inDoubt = 0;
  }
  yield { positions, unpaid, inDoubt };
}

function meantBy(options: RetryOptions) {
  const codes = new Set(options.codes);
  const accounts = new Set(options.accounts);
  const rows = new Set(options.rows);
  return ({ errorCode, account, row }: Pick<PurchaseRecord, 'errorCode' | 'account' | 'row'>): boolean =>
    (codes.size === 0 || codes.has(errorCode ?? '')) &&
    (accounts.size === 0 || accounts.has(account)) &&
    (rows.size === 0 || rows.has(row));
}

function describe({ codes, rows, accounts = [], followUpsOnly }: RetryOptions): string {
  const parts = [
    ...(codes.length > 0 ? [`code ${codes.join(', ')}`] : []),
    ...(accounts.some((account) => account !== defaultAccount) ? [`account ${accounts.join(', ')}`] : []),
    ...(rows.length > 0 ? [`row ${rows.join(', ')}`] : []),
  ];
  if (followUpsOnly) parts.unshift('follow-ups');
  return parts.length > 0 ? `(${parts.join('; ')})` : '(all failed)';
}
