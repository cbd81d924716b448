import { isFollowUpAction } from '../shared/actions/index.ts';
import { OperatorError } from '../shared/errors.ts';
import { companionOf } from '../shared/follow-ups/companion.ts';
import { writeAudit } from '../shared/ledger/audit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { claim } from '../shared/ledger/look.ts';
import { readPurchase } from '../shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import { type Ending, settle } from '../shared/ledger/settle.ts';
import { type Position, purchaseId } from '../shared/purchase.ts';
import { type Hand, knownRun } from './act.ts';

/** What a person found out about a purchase in doubt. */
export type Finding =
  | { readonly kind: 'succeeded'; readonly orderId: string | null }
  | { readonly kind: 'not-purchased' };

/** Settles a purchase in doubt by a person's word. Saying the same twice changes nothing. */
export async function resolvePurchase(
  ledger: Ledger,
  { row, index, ...at }: Position & { readonly run: string; readonly isFollowUp?: boolean },
  finding: Finding,
  hand: Hand,
): Promise<void> {
  await knownRun(ledger, at.run);
  const run = at.isFollowUp ? companionOf(at.run) : at.run;
  const purchase = await readPurchase(ledger, run, { row, index });
  if (!purchase) {
    const what = at.isFollowUp ? 'follow-up' : 'purchase';
    throw new OperatorError(
      'unknown-purchase',
      `Cannot resolve ${what} as run ${at.run} has none there: got row ${row}.${index}`,
    );
  }
  const ending = endingFor(purchase, finding);
  const settled =
    purchase.attemptId === null
      ? 'refused'
      : await settle(ledger, { run, row, index, attemptId: purchase.attemptId, by: 'person', ending });
  if (settled === 'refused') throw notInDoubt(purchase);
  // Said once again of the same order, it mends a claim that was cut short.
  if (settled === 'settled' || holds(purchase, finding)) await claimOrder(ledger, purchase, { run, finding });
  if (settled === 'settled') {
    const what = `resolve ${row}.${index} ${at.isFollowUp ? 'follow-up ' : ''}${describe(finding)}`;
    await writeAudit(ledger, at.run, { ...hand, what });
  }
}

function holds({ orderId }: PurchaseRecord, finding: Finding): boolean {
  return finding.kind === 'succeeded' && orderId === finding.orderId;
}

/** What a person named is nobody else's any more. */
async function claimOrder(
  ledger: Ledger,
  purchase: PurchaseRecord,
  { run, finding }: { readonly run: string; readonly finding: Finding },
): Promise<void> {
  if (finding.kind !== 'succeeded' || finding.orderId === null) return;
  await claim(ledger, purchase, [finding.orderId], purchaseId(run, purchase));
}

function endingFor(purchase: PurchaseRecord, finding: Finding): Ending {
  const { requestId, terms, action } = purchase;
  if (finding.kind === 'succeeded') {
    const { orderId } = finding;
    // Which plan a site is to be put on, its order tells; what is to be handed on, the site does.
    const isLookedUp = (terms.site !== undefined && orderId !== null) || isFollowUpAction(action);
    return {
      state: 'succeeded',
      requestId,
      bought: { orderId, resourceIds: [], delivery: isLookedUp ? 'pending' : null },
    };
  }
  return {
    state: 'failed',
    code: purchase.errorCode ?? 'Client.WorkerLost',
    message: 'A person found that this was not purchased.',
    requestId,
    unpaidOrder: false,
  };
}

function notInDoubt({ state, row, index }: PurchaseRecord): OperatorError {
  return new OperatorError(
    'not-in-doubt',
    `Cannot resolve purchase ${row}.${index} as only one in doubt may be: got ${state}`,
    {
      advice: 'What is settled stays as it is; see `tcbatch report`.',
    },
  );
}

function describe(finding: Finding): string {
  if (finding.kind === 'not-purchased') return 'not purchased';
  return finding.orderId === null ? 'succeeded' : `succeeded as order ${finding.orderId}`;
}
