import type { Position } from '../purchase.ts';
import { loadScript, type Script } from '../redis/script.ts';
import { bucketOf, fieldOf, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { scriptJson } from './script-json.ts';

/** A purchase of a run. */
export interface PurchaseRef extends Position {
  readonly run: string;
}

/** A purchase of a run, and the attempt that speaks for it. */
export interface AttemptRef extends PurchaseRef {
  readonly attemptId: string;
}

type Values = readonly (string | number)[];

/** Loads a transition's script with what all of them share before it, and `parts` that it needs besides. */
export function loadTransition(file: string, parts: readonly string[] = []): Script {
  return loadScript(import.meta.url, './record.lua', ...parts, `./${file}`);
}

/** The keys that `record.lua` declares, for the bucket that holds a row. */
export function transitionKeys(ledger: Ledger, run: string, row: number): string[] {
  const keys = runKeys(ledger.prefix, run);
  return [
    keys.bucket(row),
    keys.run,
    keys.counts,
    keys.errors,
    keys.open,
    keys.questions,
    keys.events,
    keys.calls,
  ];
}

/** Runs a transition of one purchase. */
export function runTransition(
  ledger: Ledger,
  script: Script,
  at: PurchaseRef,
  args: Values,
): Promise<unknown> {
  return script(ledger.redis, transitionKeys(ledger, at.run, at.row), [fieldOf(at), ...args]);
}

/** How a transition of many purchases is asked and answered, for each of them. */
export interface Asking<At extends PurchaseRef, Reply> {
  readonly argsOf: (at: At) => readonly unknown[];
  readonly readReply: (reply: unknown) => Reply;
}

/**
 * Runs the same transition of many purchases, with one call for those that lie together. What each is replied comes in
 * order; where one goes wrong, or the call for those that lie with it, its own reply rejects.
 */
export function runTransitions<At extends PurchaseRef, Reply>(
  ledger: Ledger,
  script: Script,
  all: readonly At[],
  { argsOf, readReply }: Asking<At, Reply>,
): Promise<Reply>[] {
  const calls = new Map<string, Call>();
  const places = all.map((at) => {
    const place = `${at.run} ${bucketOf(at.row)}`;
    const call = calls.get(place) ?? { at, rows: [] };
    calls.set(place, call);
    return { call, nth: call.rows.push([fieldOf(at), ...argsOf(at)]) - 1 };
  });
  const replies = new Map<Call, Promise<unknown>>();
  for (const call of calls.values()) {
    const keys = transitionKeys(ledger, call.at.run, call.at.row);
    replies.set(call, script(ledger.redis, keys, [scriptJson(call.rows)]));
  }
  return places.map(async ({ call, nth }) => {
    const reply = ((await replies.get(call)) as readonly unknown[])[nth];
    if (reply instanceof Error) throw reply;
    return readReply(reply);
  });
}

/** One call of a script: the purchases that lie with `at`, each with its arguments. */
interface Call {
  readonly at: PurchaseRef;
  readonly rows: (readonly unknown[])[];
}
