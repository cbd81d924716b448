import type { Expiry } from './expiry.ts';

/** One thing really sold, as the oracle of tests tells it. */
export interface ExecutedPurchase {
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly orderId: string | null;
  readonly resourceIds: readonly string[];
  readonly requestId: string;
  readonly traceId: string | null;
  readonly clientToken: string | null;
  /** ISO 8601 UTC. */
  readonly executedAt: string;
  /** The account that paid, where it is not the first one. */
  readonly account?: string;
  /** Set on orders that the balance could not pay: nothing was sold. */
  readonly unpaid?: true;
}

export interface Deal {
  readonly orderId: string;
  readonly action: 'purchase' | 'renew';
  readonly bigDealId: string;
  readonly productCode: string;
  readonly subProductCode: string;
  readonly productName: string;
  readonly zoneCode: string;
  readonly projectId: number;
  readonly timeSpan: number;
  readonly timeUnit: string;
  readonly costCents: number;
  readonly resourceIds: readonly string[];
  readonly createdAtMs: number;
  /** Null for an order that waits for payment. */
  deliveredAtMs: number | null;
}

export interface Plan {
  readonly planId: string;
  /** As it was ordered: `basic`, not `plan-basic`. */
  readonly planType: string;
  isRenewed: boolean;
  readonly enabledAtMs: number;
  readonly expiries: Expiry[];
}

export interface Instance {
  readonly instanceId: string;
  readonly productCode: string;
  readonly subProductCode: string;
  readonly regionCode: string;
  renewFlag: string;
  period: number;
  periodUnit: string;
  readonly deliveredAtMs: number;
  readonly expiries: Expiry[];
}

export interface PackagedDomain {
  readonly domain: string;
  readonly grade: string;
  readonly boughtAtMs: number;
}

export interface Site {
  readonly zoneId: string;
  readonly zoneName: string;
  /** `partial`, `full`, `noDomainAccess` or `dnsPodAccess`. */
  readonly type: string;
  readonly area: string;
  /** Null for a site that was never bound to a plan. */
  readonly planId: string | null;
  readonly createdAtMs: number;
}

/** A ClientToken that bought something, with the body it came in. */
interface TokenUse {
  readonly body: string;
  readonly deal: Deal;
  readonly usedAtMs: number;
}

/** Everything that one simulated account owns and owes. */
export interface Account {
  readonly uin: number;
  /** Of an account beside the first one. */
  readonly name?: string;
  balanceCents: number;
  readonly domains: Map<string, PackagedDomain>;
  /** Listed without a package. Every other domain exists too, and is not listed before something is bought for it. */
  readonly freeDomains: Set<string>;
  readonly plans: Plan[];
  /** By their ids. */
  readonly sites: Map<string, Site>;
  readonly instances: Instance[];
  /** Oldest first, as the lists above and below. */
  readonly deals: Deal[];
  readonly tokens: Map<string, TokenUse>;
  readonly executed: ExecutedPurchase[];
  readonly unpaidOrders: ExecutedPurchase[];
  /** What paying an order that waits does, by the order's id. */
  readonly waitingOrders: Map<string, (nowMs: number) => void>;
}

/** An account that owns nothing but its balance, in hundredths of its currency. */
export function openAccount(balanceCents: number): Account {
  return {
    uin: 100_000_000_001,
    balanceCents,
    domains: new Map(),
    freeDomains: new Set(),
    plans: [],
    sites: new Map(),
    instances: [],
    deals: [],
    tokens: new Map(),
    executed: [],
    unpaidOrders: [],
    waitingOrders: new Map(),
  };
}

/** An account with books of its own, whose sales are told together with those of the first one. */
export function openOtherAccount(
  first: Account,
  {
    name,
    place,
    balanceCents,
  }: { readonly name: string; readonly place: number; readonly balanceCents: number },
): Account {
  const { executed, unpaidOrders } = first;
  return { ...openAccount(balanceCents), name, uin: first.uin + place, executed, unpaidOrders };
}
