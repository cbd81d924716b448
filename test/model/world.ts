import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import type { OpenAttempt } from '../../src/shared/ledger/open-attempt.ts';
import { readPurchases } from '../../src/shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../../src/shared/ledger/record.ts';
import { checkedRow, fillRun, instanceParams } from '../support/ledger.ts';
import { createModelProvider, type ModelProvider } from './model-provider.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';
import type { Fate } from './story.ts';

export interface ModelAttempt {
  readonly purchase: number;
  readonly intent: OpenAttempt;
  readonly fate: Fate;
  /** Its worker heard that it may send, and sent. */
  isSent: boolean;
  /** The ledger took its answer. */
  isAccepted: boolean;
  /** Its worker told the ledger that it sends nothing. */
  isGivenUp: boolean;
}

/** What somebody saw at the provider, and which attempt they asked about. */
export interface ModelLook {
  readonly purchase: number;
  readonly attemptId: string;
  readonly wasBought: boolean;
}

/** One run on the real ledger, beside what really happened to it. */
export interface World {
  readonly ledger: Ledger;
  readonly run: string;
  readonly purchases: readonly PurchaseRecord[];
  readonly provider: ModelProvider;
  readonly attempts: ModelAttempt[];
  readonly looks: ModelLook[];
  /** Purchases of which the ledger was told, and accepted, that they are bought. */
  readonly knownBought: Set<number>;
  /** What the first attempt since a purchase was last queued had to say of the expiry. */
  readonly expiries: Map<number, number | null>;
  now: Snapshot;
}

/** A run of four purchases: two interchangeable plans, an instance with a ClientToken, a package. */
export async function createWorld(ledger: Ledger): Promise<World> {
  const run = await fillRun(ledger, [
    checkedRow(1, { action: 'CreatePlan', params: { PlanType: 'basic' }, count: 2 }),
    checkedRow(2, { action: 'CreateInstance', params: instanceParams() }),
    checkedRow(3),
  ]);
  const purchases: PurchaseRecord[] = [];
  for await (const purchase of readPurchases(ledger, run)) purchases.push(purchase);
  const now = await readSnapshot(ledger, run);
  return {
    ledger,
    run,
    purchases,
    provider: createModelProvider(),
    attempts: [],
    looks: [],
    knownBought: new Set(),
    expiries: new Map(),
    now,
  };
}
