import type { Account } from './account.ts';
import { resourceId } from './resource-id.ts';
import { monthsLater } from './vendor-time.ts';

/** What the account holds before the first call; everything may be left out. */
export interface Stock {
  /** Domains without a package that the account's list shows. */
  readonly domains?: readonly string[] | undefined;
  readonly plans?: number | undefined;
  readonly instances?: number | undefined;
  /** The share of each that expires within `expiringWithinDays`: 0.33 is a third. The rest expires later. */
  readonly expiring?: number | undefined;
  readonly expiringWithinDays?: number | undefined;
}

const dayMs = 86_400_000;
/** Types that can be renewed, in turns. */
const planTypes = ['personal', 'basic', 'standard'] as const;

/** Fills an account with domains, and with plans and instances that somebody bought, none of which renews itself. */
export function stockAccount(account: Account, stock: Stock, nowMs: number): void {
  const { domains = [], plans = 0, instances = 0 } = stock;
  for (const domain of domains) account.freeDomains.add(domain.toLowerCase());
  for (const [i, expiresAtMs] of expiries(plans, stock, nowMs).entries()) {
    account.plans.push({
      planId: resourceId('edgeone'),
      planType: planTypes[i % planTypes.length] ?? 'basic',
      isRenewed: false,
      enabledAtMs: monthsLater(expiresAtMs, -12),
      expiries: [{ shownFromMs: 0, expiresAtMs }],
    });
  }
  for (const expiresAtMs of expiries(instances, stock, nowMs)) {
    account.instances.push({
      instanceId: resourceId('cfw'),
      productCode: 'p_cloudfirewall',
      subProductCode: 'sp_cloudfirewall_svv1',
      regionCode: 'ap-guangzhou',
      renewFlag: 'NOTIFY_AND_MANUAL_RENEW',
      period: 1,
      periodUnit: 'm',
      deliveredAtMs: monthsLater(expiresAtMs, -12),
      expiries: [{ shownFromMs: 0, expiresAtMs }],
    });
  }
}

/** Spread evenly: the share over its days, the others over half a year that begins ten days after them. */
function expiries(count: number, { expiring = 0, expiringWithinDays = 30 }: Stock, nowMs: number): number[] {
  const soon = Math.round(count * expiring);
  const soonMs = expiringWithinDays * dayMs;
  // Neither at the first moment of the span nor at its last, where a slow reader would find another count.
  const early = spread(soon, { fromMs: nowMs + 0.1 * soonMs, toMs: nowMs + 0.9 * soonMs });
  const fromMs = nowMs + soonMs + 10 * dayMs;
  return [...early, ...spread(count - soon, { fromMs, toMs: fromMs + 180 * dayMs })];
}

function spread(
  count: number,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number[] {
  const inWholeSeconds = (ms: number) => Math.floor(ms / 1000) * 1000;
  return Array.from({ length: count }, (_, i) => inWholeSeconds(fromMs + ((toMs - fromMs) * i) / count));
}
