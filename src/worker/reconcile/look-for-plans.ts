import type { ReadBack } from '../../shared/actions/action.ts';
import { runKeys } from '../../shared/ledger/keys.ts';
import { readClaims } from '../../shared/ledger/look.ts';
import { defaultAccount, type Line } from '../../shared/line.ts';
import { purchaseId } from '../../shared/purchase.ts';
import { type Conclusion, concludeByDifference } from './conclude.ts';
import { findOrders } from './orders.ts';
import { canBePlanOf, findPlans, type Plan } from './plans.ts';
import { clockMarginMs, type LookRoom, type Question, wrongClockMs } from './room.ts';
import { lookingLater, mayBringMore, type UnderWay } from './under-way.ts';

export interface PlanDoubts {
  readonly line: Line;
  readonly readBack: ReadBack;
  /** Purchases in doubt of all runs whose plans nothing tells apart. */
  readonly doubts: readonly Question[];
  /** What of the same kind is under way. */
  readonly underWay: UnderWay;
  readonly nowMs: number;
}

/** Settles equal CreatePlans in doubt by counting the plans that are new and nobody else's. */
export async function lookForPlans(
  room: LookRoom,
  look: PlanDoubts,
): Promise<ReadonlyMap<string, Conclusion>> {
  const sent = look.doubts.map(({ sentAtMs }) => sentAtMs);
  const fromMs = Math.min(...sent) - clockMarginMs;
  const toMs = Math.max(...sent) + room.requestTimeoutMs + clockMarginMs;
  if (mayBringMore(await look.underWay.openSinceMs(), toMs)) return all(look, 'unclear', lookingLater);
  const plans = await findPlans(room.provider, look.readBack, fromMs - wrongClockMs);
  if (!Array.isArray(plans)) return all(look, 'unclear', 'Looked: the plans could not be read.');
  const openSinceMs = await look.underWay.openSinceMs();
  if (mayBringMore(openSinceMs, toMs) || !(await look.underWay.areSameDoubts(look.doubts))) {
    return all(look, 'unclear', lookingLater);
  }
  const isQuiet = openSinceMs.length === 0;
  const [first] = look.doubts;
  const possible = plans.filter((plan) => first !== undefined && canBePlanOf(first.params, plan));
  const span = { fromMs, toMs: isQuiet ? Number.POSITIVE_INFINITY : toMs };
  return concludeFrom(room, look, { plans: possible, span });
}

interface Shown {
  readonly plans: readonly Plan[];
  /** When a plan of these doubts can have been enabled, by our clock. */
  readonly span: { readonly fromMs: number; readonly toMs: number };
}

async function concludeFrom(
  room: LookRoom,
  look: PlanDoubts,
  { plans, span }: Shown,
): Promise<ReadonlyMap<string, Conclusion>> {
  const ids = plans.map(({ planId }) => planId);
  const claims = await readClaims(room.ledger, look.line, ids);
  const doubts = new Map(look.doubts.map((doubt) => [idOf(doubt), doubt]));
  const owned = new Map(
    claims.flatMap((owner, i) => (owner && doubts.has(owner) ? [[owner, ids[i] ?? '']] : [])),
  );
  const known = await knownBefore(room, look.doubts, ids);
  if (known === null) return all(look, 'unclear', 'Looked: which plans there were before is not known.');
  const free = plans
    .filter(({ planId }, i) => claims[i] === null && !known.has(planId))
    .sort((a, b) => a.enabledAtMs - b.enabledAtMs);
  const stray = free.find(({ enabledAtMs }) => enabledAtMs < span.fromMs || enabledAtMs > span.toMs);
  const conclusions = new Map<string, Conclusion>(
    stray
      ? all(look, 'unclear', seenStray(stray))
      : concludeByDifference({
          what: `plan of type ${String(look.doubts[0]?.params.PlanType)}`,
          doubts: [...doubts.keys()].filter((id) => !owned.has(id)),
          candidates: free.map(({ planId }) => ({ id: planId, bought: boughtPlan(planId, null) })),
        }),
  );
  // Its answer had come and was claimed; only the last step, settling it, was lost.
  for (const [owner, planId] of owned)
    conclusions.set(owner, { kind: 'bought', bought: boughtPlan(planId, null) });
  return withOrderIds(room, look, conclusions);
}

/** Plans that were there before a run's first call; null where a run's could not be read then. */
async function knownBefore(
  { ledger, account }: LookRoom,
  doubts: readonly Question[],
  ids: readonly string[],
): Promise<ReadonlySet<string> | null> {
  const known = new Set<string>();
  for (const run of new Set(doubts.map((doubt) => doubt.run))) {
    const { baseline } = runKeys(ledger.prefix, run);
    if ((await ledger.redis.sismember(baseline, baselineTaken(account))) === 0) return null;
    const isThere = ids.length === 0 ? [] : await ledger.redis.smismember(baseline, ...ids);
    for (const [i, there] of isThere.entries()) if (there === 1) known.add(ids[i] ?? '');
  }
  return known;
}

/** A member that no plan has: with it an account's baseline is known to be taken, though it may be empty. */
export function baselineTaken(account: string): string {
  return account === defaultAccount ? '*' : `*${account}`;
}

function seenStray({ planId, enabledAtMs }: Plan): string {
  const enabledAt = new Date(enabledAtMs).toISOString();
  return `Looked: plan ${planId}, enabled at ${enabledAt}, may be this purchase if a clock is wrong: a person has to decide.`;
}

function seenOthers(planId: string, owner: string): string {
  return `Looked: plan ${planId} is of an order that was settled as that of ${owner}: a person has to decide.`;
}

/**
 * The order is nice to know and costs a look; the plan is proof enough without it. Unless the order is another
 * purchase's: a person who settles one by hand names the order, not the plan.
 */
async function withOrderIds(
  room: LookRoom,
  look: PlanDoubts,
  conclusions: ReadonlyMap<string, Conclusion>,
): Promise<ReadonlyMap<string, Conclusion>> {
  const completed = new Map(conclusions);
  for (const [id, conclusion] of conclusions) {
    const planId = conclusion.kind === 'bought' ? conclusion.bought.resourceIds[0] : undefined;
    if (planId === undefined) continue;
    const orders = await findOrders(room.provider, {
      fromMs: look.nowMs,
      toMs: look.nowMs,
      resourceId: planId,
    });
    const orderId = orders?.[0]?.orderId ?? null;
    const [owner = null] = orderId === null ? [] : await readClaims(room.ledger, look.line, [orderId]);
    const isOthers = owner !== null && owner !== id;
    completed.set(
      id,
      isOthers
        ? { kind: 'unclear', seen: seenOthers(planId, owner) }
        : { kind: 'bought', bought: boughtPlan(planId, orderId) },
    );
  }
  return completed;
}

function boughtPlan(planId: string, orderId: string | null) {
  return { orderId, resourceIds: [planId], delivery: 'complete' } as const;
}

function all(look: PlanDoubts, kind: 'unclear', seen: string): ReadonlyMap<string, Conclusion> {
  return new Map(look.doubts.map((doubt) => [idOf(doubt), { kind, seen }]));
}

function idOf({ run, record }: Question): string {
  return purchaseId(run, record);
}
