import { type Asked, tellEach } from '../asked.ts';
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
 * Runs the same transition of many purchases, with one call for those that lie together. Each is told its own reply;
 * where one goes wrong, or the call for those that lie with it, it is told so.
 */
export function runTransitions<At extends PurchaseRef, Reply>(
  ledger: Ledger,
  script: Script,
  all: readonly Asked<At, Reply>[],
  { argsOf, readReply }: Asking<At, Reply>,
): void {
  const read = (reply: unknown): Reply => {
    if (reply instanceof Error) throw reply;
    return readReply(reply);
  };
  for (const { at, asked } of byBucket(all)) {
    const rows = asked.map(({ question }) => [fieldOf(question), ...argsOf(question)]);
    const replies = script(ledger.redis, transitionKeys(ledger, at.run, at.row), [scriptJson(rows)]);
    tellEach(asked, replies as Promise<readonly unknown[]>, read);
  }
}

/** Questions about purchases that lie together, with `at`. */
interface Bucket<At extends PurchaseRef, Reply> {
  readonly at: At;
  readonly asked: Asked<At, Reply>[];
}

/** Parts questions about purchases by the buckets in which these lie. */
export function byBucket<At extends PurchaseRef, Reply>(
  all: readonly Asked<At, Reply>[],
): Iterable<Bucket<At, Reply>> {
  const buckets = new Map<string, Bucket<At, Reply>>();
  for (const asked of all) {
    const at = asked.question;
    const place = `${at.run} ${bucketOf(at.row)}`;
    const bucket = buckets.get(place);
    if (bucket) bucket.asked.push(asked);
    else buckets.set(place, { at, asked: [asked] });
  }
  return buckets.values();
}
