import type { Position } from '../purchase.ts';
import { loadScript, type Script } from '../redis/script.ts';
import { fieldOf, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

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

/**
 * Runs the same transition of many purchases, with one call for those that lie together. What each is replied comes in
 * order; where one goes wrong, or the call for those that lie with it, its own reply rejects.
 */
export function runTransitions<At extends PurchaseRef>(
  ledger: Ledger,
  script: Script,
  all: readonly At[],
  argsOf: (at: At) => Values,
): Promise<unknown>[] {
  const calls = new Map<string, Call>();
  const places = all.map((at) => {
    const keys = transitionKeys(ledger, at.run, at.row);
    const bucket = keys[0] ?? '';
    const call = calls.get(bucket) ?? { keys, args: [], size: 0 };
    calls.set(bucket, call);
    call.args.push(fieldOf(at), ...argsOf(at));
    call.size += 1;
    return { bucket, place: call.size - 1 };
  });
  const replies = new Map(
    Array.from(calls, ([bucket, { keys, args }]) => [bucket, script(ledger.redis, keys, args)]),
  );
  return places.map(async ({ bucket, place }) => {
    const reply = ((await replies.get(bucket)) as readonly unknown[])[place];
    if (reply instanceof Error) throw reply;
    return reply;
  });
}

interface Call {
  readonly keys: readonly string[];
  readonly args: (string | number)[];
  size: number;
}
