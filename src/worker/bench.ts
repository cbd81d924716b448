import type { Logger } from 'pino';
import type { ActionDefinition } from '../shared/actions/action.ts';
import type { Answer } from '../shared/answer.ts';
import type { Followed } from '../shared/follow-ups/follow-up-for.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { AttemptRef } from '../shared/ledger/transition.ts';
import type { Line } from '../shared/line.ts';
import type { AnswerJournal } from './answer-journal.ts';
import type { Preparation } from './api-client.ts';
import type { Desk } from './desk.ts';
import type { LineMeter } from './line-meter.ts';
import type { LookFirst } from './look-first/ahead.ts';
import type { Pacer } from './pacer.ts';
import type { RecentWrites } from './recent-writes.ts';
import type { Baseline } from './reconcile/take-baseline.ts';

/** All that the purchases of one line need, bound once when the worker starts. */
export interface Bench {
  readonly ledger: Ledger;
  readonly line: Line;
  readonly definition: ActionDefinition;
  readonly pacer: Pacer;
  readonly call: SignedCall;
  /** Reads and writes what stands in the ledger about the line's purchases. */
  readonly desk: Desk;
  /** Keeps what was learned while Redis is away. */
  readonly journal: AnswerJournal;
  /** Keeps what was written, in case that Redis fails over to a replica that lacks it. */
  readonly recent: RecentWrites;
  /** What has to be known before a run's first call. */
  readonly prepareRun: (run: string) => Promise<Baseline>;
  /** Looks before a queued purchase is sent; null where there is nothing to look at. */
  readonly lookFirst: LookFirst | null;
  readonly meter: LineMeter;
  readonly worker: string;
  readonly requestTimeoutMs: number;
  readonly tokenWindowMs: number;
  readonly log: Logger;
}

/** An attempt of this process, with the bytes it sends. */
export interface OwnAttempt extends AttemptRef {
  readonly body: string;
  /** Only of a purchase that another one follows. */
  readonly followed: Followed | null;
}

/** Signs a body at the moment it is sent, and sends it once. */
export interface SignedCall {
  readonly send: (call: {
    readonly body: string;
    readonly traceId: string;
    /** Asked in the moment before the first byte; when false, nothing is sent. */
    readonly isTimely: () => boolean;
  }) => Promise<Answer>;
  /** Has a connection ready for the send; `release` is called once the call is over, sent or not. */
  readonly prepare: () => Preparation;
  /** Corrects our clock by an answer's `Date`. Returns false when that was done a moment ago and did not help. */
  readonly correctClock: (dateHeader: string | null) => boolean;
  /** Looks for others than the credentials with which that call was signed. Returns whether there are. */
  readonly replaceCredentials: (answer: Answer) => Promise<boolean>;
}

/** What becomes of the delivery. */
export type Disposition =
  | { readonly kind: 'done' }
  | { readonly kind: 'deliver-again'; readonly delayMs: number }
  /** The worker is stopping; another one shall have it. */
  | { readonly kind: 'back-to-queue' };
