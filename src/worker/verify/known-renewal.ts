import { renewalOf } from '../../shared/actions/renewal-of.ts';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import type { PurchaseState } from '../../shared/outcome.ts';
import type { Params, Position } from '../../shared/purchase.ts';

/** A renewal whose call was sent, as far as the ledger knows it. */
export interface KnownRenewal extends Position {
  readonly run: string;
  readonly action: string;
  readonly account: string;
  readonly resource: string;
  readonly months: number;
  readonly state: PurchaseState;
  readonly orderId: string | null;
  readonly expiryBeforeMs: number | null;
  readonly firstSentAtMs: number;
  readonly sentAtMs: number;
  readonly settledAtMs: number | null;
}

/** Reads a purchase as a renewal; null for one that renews nothing, or was never sent. */
export function readRenewal(run: string, record: PurchaseRecord): KnownRenewal | null {
  const renewal = renewalOf(record.action);
  const { firstSentAtMs, sentAtMs } = record;
  if (renewal === undefined || firstSentAtMs === null || sentAtMs === null) return null;
  const { row, index, action, account, state, orderId, expiryBeforeMs, settledAtMs } = record;
  const params = JSON.parse(record.body) as Params;
  return {
    run,
    row,
    index,
    action,
    account,
    resource: String(params[renewal.resourceParameter]),
    months: renewal.monthsOf(params),
    state,
    orderId,
    expiryBeforeMs,
    firstSentAtMs,
    sentAtMs,
    settledAtMs,
  };
}

/** What tells renewals of one thing from those of another. */
export function resourceKey({ account, resource }: Pick<KnownRenewal, 'account' | 'resource'>): string {
  return `${account} ${resource}`;
}

/** Parts renewals by what they renew. */
export function byResource(renewals: readonly KnownRenewal[]): Map<string, KnownRenewal[]> {
  const groups = new Map<string, KnownRenewal[]>();
  for (const renewal of renewals) {
    const key = resourceKey(renewal);
    const group = groups.get(key);
    if (group) group.push(renewal);
    else groups.set(key, [renewal]);
  }
  return groups;
}
