import type { PurchaseState } from '../outcome.ts';
import { purchaseStates } from '../outcome.ts';
import { runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

export type Counts = Readonly<Record<PurchaseState, number>>;

/** How many purchases of a run ended, or stand in doubt, with one code of one action. */
export interface ErrorCount {
  readonly state: PurchaseState;
  readonly action: string;
  readonly code: string;
  readonly count: number;
}

/** What the ledger's scripts counted of one run; the same cost for ten purchases and ten million. */
export interface RunCounts {
  readonly byState: Counts;
  readonly byAction: ReadonlyMap<string, Counts>;
  readonly errors: readonly ErrorCount[];
  /** Calls a second by action, over the last five to ten seconds. */
  readonly rate: Readonly<Record<string, number>>;
}

const slotMs = 5000;

export async function readCounts(ledger: Ledger, run: string): Promise<RunCounts> {
  const keys = runKeys(ledger.prefix, run);
  const [counts, errors, calls, time] = await Promise.all([
    ledger.redis.hgetall(keys.counts),
    ledger.redis.hgetall(keys.errors),
    ledger.redis.hgetall(keys.calls),
    ledger.redis.time(),
  ]);
  const nowMs = Number(time[0]) * 1000 + Number(time[1]) / 1000;
  return {
    byState: countsOf(counts, ''),
    byAction: countsByAction(counts),
    errors: errorCounts(errors),
    rate: ratesOf(calls, nowMs),
  };
}

function countsOf(stored: Record<string, string>, prefix: string): Counts {
  const entries = purchaseStates.map((state) => [state, Number(stored[`${prefix}${state}`] ?? 0)] as const);
  return Object.fromEntries(entries) as Record<PurchaseState, number>;
}

function countsByAction(stored: Record<string, string>): ReadonlyMap<string, Counts> {
  const actions = new Set(
    Object.keys(stored)
      .filter((field) => field.includes('/'))
      .map((field) => field.slice(0, field.indexOf('/'))),
  );
  return new Map(Array.from(actions, (action) => [action, countsOf(stored, `${action}/`)]));
}

function errorCounts(stored: Record<string, string>): ErrorCount[] {
  return Object.entries(stored)
    .map(([field, count]) => {
      const [state = '', action = '', code = ''] = field.split('|');
      return { state: state as PurchaseState, action, code, count: Number(count) };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

/** The slot that is filling and the one before it; older ones are only waiting to be overwritten. */
function ratesOf(stored: Record<string, string>, nowMs: number): Record<string, number> {
  const slot = Math.floor(nowMs / slotMs);
  const spanSeconds = (nowMs - (slot - 1) * slotMs) / 1000;
  const rates: Record<string, number> = {};
  for (const [cell, value] of Object.entries(stored)) {
    const action = cell.slice(0, cell.indexOf('/'));
    const [cellSlot, calls] = value.split(':').map(Number);
    if (cellSlot === slot || cellSlot === slot - 1) {
      rates[action] = (rates[action] ?? 0) + (calls ?? 0) / spanSeconds;
    }
  }
  return rates;
}
