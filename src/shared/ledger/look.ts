import type { Bought } from '../actions/action.ts';
import type { Line } from '../line.ts';
import { lineName } from '../line.ts';
import type { Position } from '../purchase.ts';
import { loadScript } from '../redis/script.ts';
import { fieldOf, lineKeys, positionOf, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { scriptJson } from './script-json.ts';
import type { AttemptRef } from './transition.ts';
import { loadTransition, runTransition } from './transition.ts';

const dueLooksScript = loadScript(import.meta.url, './due-looks.lua');
const claimIfFreeScript = loadScript(import.meta.url, './claim-if-free.lua');
const noteLookScript = loadTransition('note-look.lua');
const proveUnsentScript = loadTransition('prove-unsent.lua');
const completeScript = loadTransition('complete.lua');

/** Takes the open questions of a run that are due to be looked up; nobody else is given them for `leaseMs`. */
export async function takeDueLooks(
  ledger: Ledger,
  run: string,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<Position[]> {
  const { questions } = runKeys(ledger.prefix, run);
  const fields = await dueLooksScript(ledger.redis, [questions], [limit, leaseMs]);
  return (fields as string[]).map(positionOf);
}

/** Lets others look, at once, at questions that were taken and that nobody here can answer. */
export async function giveBackLooks(
  ledger: Ledger,
  run: string,
  positions: readonly Position[],
): Promise<void> {
  const { questions } = runKeys(ledger.prefix, run);
  // What was settled meanwhile is no question any more.
  for (const position of positions) await ledger.redis.zadd(questions, 'XX', Date.now(), fieldOf(position));
}

export interface Look extends AttemptRef {
  readonly nextInMs: number;
  /** The look was good, and showed no trace of the purchase. */
  readonly isWithoutTrace: boolean;
  /** What was seen, for a person. */
  readonly seen: string;
}

/** Notes a look that did not settle anything. Returns how many showed no trace, and for how long; null when it is late. */
export async function noteLook(
  ledger: Ledger,
  look: Look,
): Promise<{ readonly looks: number; readonly sinceMs: number } | null> {
  const reply = await runTransition(ledger, noteLookScript, look, [
    look.attemptId,
    look.nextInMs,
    look.isWithoutTrace ? 1 : 0,
    look.seen,
  ]);
  const [looks, sinceMs] = reply as [number | 'refused', number?];
  return looks === 'refused' ? null : { looks, sinceMs: sinceMs ?? 0 };
}

/** Queues a purchase in doubt again, once looks have proved that it was not executed. */
export async function proveUnsent(
  ledger: Ledger,
  attempt: AttemptRef,
): Promise<'queued' | 'cancelled' | 'refused'> {
  const reply = await runTransition(ledger, proveUnsentScript, attempt, [attempt.attemptId]);
  return reply as 'queued' | 'cancelled' | 'refused';
}

/** Completes a settled purchase with what was found later. */
export async function complete(
  ledger: Ledger,
  attempt: AttemptRef,
  found: Partial<Bought>,
): Promise<'completed' | 'refused'> {
  const stored = {
    ...(found.orderId ? { i: found.orderId } : {}),
    ...(found.resourceIds?.length ? { l: found.resourceIds } : {}),
    ...(found.delivery ? { v: found.delivery } : {}),
  };
  const reply = await runTransition(ledger, completeScript, attempt, [attempt.attemptId, scriptJson(stored)]);
  return reply as 'completed' | 'refused';
}

/** Writes down to which purchase something of the provider's belongs, before the purchase is settled with it. */
export function claim(
  ledger: Ledger,
  line: Line,
  ids: readonly string[],
  purchase: string,
): Promise<unknown> {
  if (ids.length === 0) return nothingToClaim;
  const { claims } = lineKeys(ledger.prefix, lineName(line));
  return ledger.redis.hset(claims, Object.fromEntries(ids.map((id) => [id, purchase])));
}

const nothingToClaim = Promise.resolve();

/** The same, for what was found by a look. Returns false, and writes nothing, when it is known to be another's. */
export async function claimIfFree(
  ledger: Ledger,
  line: Line,
  ids: readonly string[],
  purchase: string,
): Promise<boolean> {
  const { claims } = lineKeys(ledger.prefix, lineName(line));
  return Number(await claimIfFreeScript(ledger.redis, [claims], [purchase, ...ids])) === 1;
}

/** To which purchases the provider's ids belong; null where to none of any run. */
export async function readClaims(
  ledger: Ledger,
  line: Line,
  ids: readonly string[],
): Promise<(string | null)[]> {
  if (ids.length === 0) return [];
  return ledger.redis.hmget(lineKeys(ledger.prefix, lineName(line)).claims, ...ids);
}
