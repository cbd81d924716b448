import type { Labels } from './labels.ts';
import type { ErrorScope, PurchaseState } from './outcome.ts';

export type RunState = 'submitting' | 'running' | 'paused' | 'held' | 'finished' | 'cancelled';

/** One group of purchases that ended, or stand, with the same error code. */
export interface ErrorGroup {
  readonly code: string;
  readonly scope: ErrorScope | null;
  readonly count: number;
  readonly remedy: string | null;
}

/** A stopped line: the action sends nothing until it is released. */
export interface Hold {
  readonly action: string;
  /** The API's code that stopped it, or `Person` when somebody did. */
  readonly code: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly since: string;
}

/** A run as `status`, `runs` and the HTTP API show it; the shape is promised to users. Times are ISO 8601 UTC. */
export interface RunStatus {
  readonly run: string;
  readonly name: string | null;
  readonly labels: Labels;
  /** The manifest's file name as it was given, without its folder. */
  readonly manifest: string;
  readonly state: RunState;
  readonly total: number;
  readonly counts: Readonly<Record<PurchaseState, number>>;
  readonly errors: readonly ErrorGroup[];
  readonly held: readonly Hold[];
  /** Calls a second over the last seconds, by action. */
  readonly rate: Readonly<Record<string, number>>;
  readonly etaSeconds: number | null;
  readonly submittedAt: string;
  /** When a paused run goes on by itself; null for every other. */
  readonly startsAt: string | null;
  readonly finishedAt: string | null;
}
