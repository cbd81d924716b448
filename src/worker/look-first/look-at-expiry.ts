import type { Renewal } from '../../shared/actions/action.ts';
import { ruleForCode } from '../../shared/actions/rule-for-code.ts';
import { type Params, purchaseId } from '../../shared/purchase.ts';
import { findRenewables, renewablesAtOnce } from '../reconcile/renewables.ts';
import { untilSeen } from '../reconcile/until-seen.ts';
import type { LookFirst, LookFirstOptions } from './ahead.ts';
import { waitForHolder } from './holder.ts';
import { judgeRenewal } from './judge-renewal.ts';
import { lookTogether } from './look-together.ts';
import { takeRenewal } from './take-renewal.ts';

/** A look that gives no answer is repeated at once, so often in all. */
const mostLooks = 3;

/** Looks when what is to be renewed expires, which is what a lost answer is judged by, and whether it needs renewing. */
export function lookAtExpiry({
  ledger,
  line,
  definition,
  renewal,
  provider,
}: LookFirstOptions & { readonly renewal: Renewal }): LookFirst {
  const { readBack, resourceParameter } = renewal;
  const lookUp = lookTogether(
    (ids) => untilSeen(() => findRenewables(provider.look, readBack, ids), mostLooks),
    renewablesAtOnce,
  );
  return async ({ run }, record) => {
    const id = String((JSON.parse(record.body) as Params)[resourceParameter]);
    const taken = await takeRenewal(ledger, line, { resource: id, purchase: purchaseId(run, record) });
    if (taken.kind === 'others') return waitForHolder(taken, 'renews the same');
    const { ifExpiresBefore } = record.terms;
    return judgeRenewal({
      id,
      shown: await lookUp(id),
      lookName: readBack.action,
      ifExpiresBeforeMs: ifExpiresBefore === undefined ? null : Date.parse(ifExpiresBefore),
      floor: taken.floor,
      nowMs: Date.now(),
      // The billing list leaves some products out.
      missingCode: definition.service === 'teo' ? 'InvalidParameter.PlanNotFound' : null,
      isOwners: (code) => ruleForCode(definition, code).meaning === 'line-stopped',
    });
  };
}
