import type { Position } from '../purchase.ts';
import { loadScript, type Script } from '../redis/script.ts';
import { fieldOf, runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

/** A purchase of a run, and the attempt that speaks for it. */
export interface AttemptRef extends Position {
  readonly run: string;
  readonly attemptId: string;
}

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
  at: Position & { readonly run: string },
  args: readonly (string | number)[],
): Promise<unknown> {
  return script(ledger.redis, transitionKeys(ledger, at.run, at.row), [fieldOf(at), ...args]);
}
