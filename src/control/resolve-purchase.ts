import { isFollowUpAction } from '../shared/actions/index.ts';
import { OperatorError } from '../shared/errors.ts';
import { companionOf } from '../shared/follow-ups/companion.ts';
import { writeAudit } from '../shared/ledger/audit.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { claimIfFree, readClaims } from '../shared/ledger/look.ts';
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
  const id = purchaseId(run, purchase);
  // Claimed first: of two who name the same order at once, one is told.
  if (purchase.state === 'in-doubt' || holds(purchase, finding))
    await claimOrder(ledger, purchase, { id, finding });
  const ending = endingFor(purchase, finding);
  const settled =
    purchase.attemptId === null
      ? 'refused'
      : await settle(ledger, { run, row, index, attemptId: purchase.attemptId, by: 'person', ending });
  if (settled === 'refused') throw notInDoubt(purchase);
  if (settled === 'already') return requireSame(purchase, finding);
  const what = `resolve ${row}.${index} ${at.isFollowUp ? 'follow-up ' : ''}${describe(finding)}`;
  await writeAudit(ledger, at.run, { ...hand, what });
}

function holds({ orderId }: PurchaseRecord, finding: Finding): boolean {
  return finding.kind === 'succeeded' && finding.orderId !== null && orderId === finding.orderId;
}

/** One order is one purchase's: named for two, it would hide that the other one was never bought. */
async function claimOrder(
  ledger: Ledger,
  purchase: PurchaseRecord,
  { id, finding }: { readonly id: string; readonly finding: Finding },
): Promise<void> {
  if (finding.kind !== 'succeeded' || finding.orderId === null) return;
  const { orderId } = finding;
  if (await claimIfFree(ledger, purchase, [orderId], id)) return;
  const [owner] = await readClaims(ledger, purchase, [orderId]);
  throw new OperatorError(
    'order-taken',
    `Cannot resolve purchase ${id} as its order must be nobody else's: got ${orderId}, which purchase ${owner ?? '(just now)'} holds`,
    { advice: 'Look for the order of this one; where there is none, it was not purchased.' },
  );
}

/** A second word is no harm where it is the first one's. */
function requireSame(purchase: PurchaseRecord, finding: Finding): void {
  if (finding.kind !== 'succeeded' || finding.orderId === null || holds(purchase, finding)) return;
  const { row, index, orderId } = purchase;
  const as = orderId === null ? 'without an order' : `as order ${orderId}`;
  throw new OperatorError(
    'already-settled',
    `Cannot resolve purchase ${row}.${index} as it is settled ${as}: got order ${finding.orderId}`,
    { advice: 'What is settled stays as it is; see `tcbatch report`.' },
  );
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
