import { parseLineName } from '../line.ts';
import type { PurchaseState } from '../outcome.ts';
import { purchaseStates } from '../outcome.ts';
import { runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

export type Counts = Readonly<Record<PurchaseState, number>>;

/** How many purchases of a run ended, or stand in doubt, with one code of one line. */
export interface ErrorCount {
  readonly state: PurchaseState;
  readonly action: string;
  readonly account: string;
  readonly code: string;
  readonly count: number;
}

/** What the ledger's scripts counted of one run; the same cost for ten purchases and ten million. */
export interface RunCounts {
  readonly byState: Counts;
  /** By the line's name, as all that follows. */
  readonly byLine: ReadonlyMap<string, Counts>;
  readonly errors: readonly ErrorCount[];
  /** Bought, and not delivered yet. */
  readonly pendingDeliveries: number;
  /** Calls a second by line, over the last five to ten seconds. */
  readonly rate: Readonly<Record<string, number>>;
  /** Calls of the last minute by line, and within it by number of the slot in which they began. */
  readonly calls: ReadonlyMap<string, CallSlots>;
  /** By the clock of Redis. */
  readonly readAtMs: number;
}

export type CallSlots = ReadonlyMap<number, number>;

/** How long a slot is in which calls are counted; slot numbers count from 1970. */
export const callSlotMs = 5000;

/** Reads how a run stands by its counters, so that the cost does not grow with the run. */
export async function readCounts(ledger: Ledger, run: string): Promise<RunCounts> {
  const keys = runKeys(ledger.prefix, run);
  const [counts, errors, calls, time] = await Promise.all([
    ledger.redis.hgetall(keys.counts),
    ledger.redis.hgetall(keys.errors),
    ledger.redis.hgetall(keys.calls),
    ledger.redis.time(),
  ]);
  const readAtMs = Number(time[0]) * 1000 + Number(time[1]) / 1000;
  return parseCounts({ counts, errors, calls, readAtMs });
}

/** What of a run's counts is stored. */
export interface StoredCounts {
  readonly counts: Record<string, string>;
  readonly errors: Record<string, string>;
  readonly calls: Record<string, string>;
  readonly readAtMs: number;
}

/** Reads stored counts. */
export function parseCounts({ counts, errors, calls, readAtMs }: StoredCounts): RunCounts {
  const callsByLine = callsOf(calls);
  return {
    byState: countsOf(counts, ''),
    byLine: countsByLine(counts),
    errors: errorCounts(errors),
    // What older versions settled was not counted in, and is counted out once it is delivered.
    pendingDeliveries: Math.max(0, Number(counts.pending ?? 0)),
    rate: ratesOf(callsByLine, readAtMs),
    calls: callsByLine,
    readAtMs,
  };
}

function countsOf(stored: Record<string, string>, prefix: string): Counts {
  const entries = purchaseStates.map((state) => [state, Number(stored[`${prefix}${state}`] ?? 0)] as const);
  return Object.fromEntries(entries) as Record<PurchaseState, number>;
}

function countsByLine(stored: Record<string, string>): ReadonlyMap<string, Counts> {
  const lines = new Set(
    Object.keys(stored)
      .filter((field) => field.includes('/'))
      .map((field) => field.slice(0, field.indexOf('/'))),
  );
  return new Map(Array.from(lines, (line) => [line, countsOf(stored, `${line}/`)]));
}

function errorCounts(stored: Record<string, string>): ErrorCount[] {
  return Object.entries(stored)
    .map(([field, count]) => {
      const [state = '', line = '', code = ''] = field.split('|');
      return { state: state as PurchaseState, ...parseLineName(line), code, count: Number(count) };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

function callsOf(stored: Record<string, string>): ReadonlyMap<string, CallSlots> {
  const byLine = new Map<string, Map<number, number>>();
  for (const [cell, value] of Object.entries(stored)) {
    const line = cell.slice(0, cell.indexOf('/'));
    const [slot = 0, calls = 0] = value.split(':').map(Number);
    const slots = byLine.get(line) ?? new Map<number, number>();
    byLine.set(line, slots.set(slot, calls));
  }
  return byLine;
}

/** The slot that is filling and the one before it. */
function ratesOf(calls: ReadonlyMap<string, CallSlots>, nowMs: number): Record<string, number> {
  const slot = Math.floor(nowMs / callSlotMs);
  const spanSeconds = (nowMs - (slot - 1) * callSlotMs) / 1000;
  const lately = (slots: CallSlots) => (slots.get(slot) ?? 0) + (slots.get(slot - 1) ?? 0);
  return Object.fromEntries(Array.from(calls, ([line, slots]) => [line, lately(slots) / spanSeconds]));
}
