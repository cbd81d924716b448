import type { Labels } from './labels.ts';
import type { ShownLine } from './line.ts';
import type { ErrorScope, PurchaseState } from './outcome.ts';

export type RunState = 'submitting' | 'running' | 'paused' | 'held' | 'finished' | 'cancelled';

/** One group of purchases of an account that ended, or stand, with the same error code. */
export interface ErrorGroup {
  readonly code: string;
  readonly scope: ErrorScope | null;
  readonly count: number;
  readonly remedy: string | null;
  /** Where it is not the default one. */
  readonly account?: string;
}

/** A stopped line: the action, as that account calls it, sends nothing until it is released. */
export interface Hold extends ShownLine {
  /** The API's code that stopped it, or `Person` when somebody did. */
  readonly code: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly since: string;
}

/** How what follows the purchases of a run stands. */
export interface FollowUpStatus {
  /** Purchases that are followed by another once they are bought. */
  readonly total: number;
  /** Those whose purchase is not bought yet are counted nowhere. */
  readonly counts: Readonly<Record<PurchaseState, number>>;
  readonly errors: readonly ErrorGroup[];
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
  /** Succeeded purchases that the provider has not delivered yet. */
  readonly pendingDeliveries: number;
  readonly held: readonly Hold[];
  /** Calls a second over the last seconds, by action: `CreatePlan`, or `CreatePlan.acme` for another account. */
  readonly rate: Readonly<Record<string, number>>;
  readonly etaSeconds: number | null;
  readonly submittedAt: string;
  /** When a paused run goes on by itself; null for every other. */
  readonly startsAt: string | null;
  readonly finishedAt: string | null;
  /** Stands only where anything follows purchases of the run; the run is finished when that is settled as well. */
  readonly followUps?: FollowUpStatus;
}
