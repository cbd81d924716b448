import { followUpActionFor } from '../shared/follow-ups/follow-up-for.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import type { FollowUp, HandOver } from '../shared/outcome.ts';
import { adviceForState } from './advice-for-state.ts';

/** A purchase with what follows it, where anything does and it was read. */
export interface FollowedPurchase extends PurchaseRecord {
  readonly followUp?: FollowUp | null;
}

/** What the ledger has of a purchase that follows another. */
export interface FollowUpRecord {
  readonly record: PurchaseRecord;
  readonly handOver: HandOver | null;
}

/** What follows a purchase, as its report line shows it; null where nothing does, or it was not bought. */
export function followUpOf(purchase: PurchaseRecord, found: FollowUpRecord | null): FollowUp | null {
  const { site } = purchase.terms;
  if (site === undefined) return null;
  if (found !== null) return shown(found);
  if (['failed', 'cancelled', 'skipped'].includes(purchase.state)) return null;
  return {
    action: followUpActionFor(site),
    state: 'waiting',
    zoneId: null,
    nameServers: [],
    verification: null,
    errorCode: null,
    errorMessage: null,
    remedy: isPlanUnknown(purchase) ? byHand : null,
    requestId: null,
    attempts: 0,
  };
}

const byHand =
  'Put the site on the plan by hand in the EdgeOne console, as nobody knows which plan this purchase bought.';
const cancelledBefore =
  'Put the site on the plan by hand in the EdgeOne console if it is wanted, as the run was cancelled before.';

function shown({ record, handOver }: FollowUpRecord): FollowUp {
  const { action, state, errorCode, errorMessage, requestId, attempts, resourceIds, body } = record;
  const { ZoneId } = JSON.parse(body) as { readonly ZoneId?: string };
  const remedy = errorCode === null ? null : (adviceForState(action, errorCode, state)?.remedy ?? null);
  return {
    action,
    state,
    zoneId: resourceIds[0] ?? ZoneId ?? null,
    nameServers: handOver?.nameServers ?? [],
    verification: handOver?.verification ?? null,
    errorCode,
    errorMessage,
    remedy: state === 'cancelled' ? cancelledBefore : remedy,
    requestId,
    attempts,
  };
}

/** A person said that it was bought and named no order by which the plan could be found. */
function isPlanUnknown({ state, resourceIds, delivery }: PurchaseRecord): boolean {
  return state === 'succeeded' && resourceIds.length === 0 && delivery !== 'pending';
}
