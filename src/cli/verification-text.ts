import { counted, inPurchases } from '../report/text/words.ts';
import type { Verification } from '../worker/verify/verify-run.ts';

/** What `verify` found, for a person. */
export function verificationText(verification: Verification): string {
  const { run, balanced, total, states, orders, renewals, sites, differences } = verification;
  const sum = Object.entries(states)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(' + ');
  const found = orders.areReadable ? `${orders.found} of them found` : 'none could be looked up';
  return [
    `${inPurchases(total)} = ${sum || 0}`,
    orders.held === 0
      ? 'no order ids held, so none to be found'
      : `${counted(orders.held, 'order id')} held, ${found} at the provider`,
    ...(renewals.compared === 0
      ? []
      : [
          `${counted(renewals.compared, 'renewal')} sent, ${renewals.fitting} of them as the provider shows them`,
        ]),
    ...(sites.held === 0
      ? []
      : [`${counted(sites.held, 'site')} put on plans, ${sites.found} of them found there`]),
    ...differences.map((difference) => `- ${difference}`),
    balanced ? `The books of run ${run} balance.` : `The books of run ${run} do not balance.`,
  ].join('\n');
}
