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
  /** Calls of the last minute by action, and within it by number of the slot in which they began. */
  readonly calls: ReadonlyMap<string, CallSlots>;
  /** By the clock of Redis. */
  readonly readAtMs: number;
}

export type CallSlots = ReadonlyMap<number, number>;

/** How long a slot is in which calls are counted; slot numbers count from 1970. */
export const callSlotMs = 5000;

export async function readCounts(ledger: Ledger, run: string): Promise<RunCounts> {
  const keys = runKeys(ledger.prefix, run);
  const [counts, errors, calls, time] = await Promise.all([
    ledger.redis.hgetall(keys.counts),
    ledger.redis.hgetall(keys.errors),
    ledger.redis.hgetall(keys.calls),
    ledger.redis.time(),
  ]);
  const readAtMs = Number(time[0]) * 1000 + Number(time[1]) / 1000;
  const callsByAction = callsOf(calls);
  return {
    byState: countsOf(counts, ''),
    byAction: countsByAction(counts),
    errors: errorCounts(errors),
    rate: ratesOf(callsByAction, readAtMs),
    calls: callsByAction,
    readAtMs,
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

function callsOf(stored: Record<string, string>): ReadonlyMap<string, CallSlots> {
  const byAction = new Map<string, Map<number, number>>();
  for (const [cell, value] of Object.entries(stored)) {
    const action = cell.slice(0, cell.indexOf('/'));
    const [slot = 0, calls = 0] = value.split(':').map(Number);
    const slots = byAction.get(action) ?? new Map<number, number>();
    byAction.set(action, slots.set(slot, calls));
  }
  return byAction;
}

/** The slot that is filling and the one before it. */
function ratesOf(calls: ReadonlyMap<string, CallSlots>, nowMs: number): Record<string, number> {
  const slot = Math.floor(nowMs / callSlotMs);
  const spanSeconds = (nowMs - (slot - 1) * callSlotMs) / 1000;
  const lately = (slots: CallSlots) => (slots.get(slot) ?? 0) + (slots.get(slot - 1) ?? 0);
  return Object.fromEntries(Array.from(calls, ([action, slots]) => [action, lately(slots) / spanSeconds]));
}
