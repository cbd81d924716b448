import { findAction } from '../shared/actions/index.ts';
import { targetOf } from '../shared/actions/target.ts';
import { findBought, noteBought, type Target } from '../shared/ledger/bought-targets.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { claimIfFree } from '../shared/ledger/look.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import { type Params, purchaseId } from '../shared/purchase.ts';

/**
 * Has a ledger that never knew these purchases know what they bought: whose the provider's ids are, and for which
 * targets something was bought. What it knows already stays as it is.
 */
export async function rememberBought(
  ledger: Ledger,
  run: string,
  records: readonly PurchaseRecord[],
): Promise<void> {
  const bought = records.filter(({ state }) => state === 'succeeded');
  for (const { action, account, row, index, orderId, resourceIds } of bought) {
    const ids = [...resourceIds, ...(orderId === null ? [] : [orderId])];
    if (ids.length > 0) await claimIfFree(ledger, { action, account }, ids, purchaseId(run, { row, index }));
  }
  const targets = bought.flatMap(targetIn);
  if (targets.length === 0) return;
  const known = await findBought(ledger, targets);
  const unknown = targets.filter((_, i) => known[i] === null);
  if (unknown.length === 0) return;
  await noteBought(
    ledger,
    unknown.map((target) => ({ ...target, run })),
  );
}

function targetIn({ action, account, body }: PurchaseRecord): Target[] {
  const definition = findAction(action);
  const target = definition ? targetOf(definition, JSON.parse(body) as Params) : null;
  return target === null ? [] : [{ action, account, target }];
}
