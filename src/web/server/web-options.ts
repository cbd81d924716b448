import type { Plan } from '../../producer/plan-run.ts';
import type { Survey } from '../../producer/survey-manifest.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { Log } from '../../shared/log.ts';
import type { PayRoom } from '../../worker/pay/pay-order.ts';
import type { LookRoom } from '../../worker/reconcile/room.ts';
import type { Diagnosis, Payers, Skips } from '../api-types.ts';
import type { WebTokens } from './tokens.ts';

/** What the site and the API are given by whoever opens them: all that knows this process and its environment. */
export interface WebOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly tokens: WebTokens;
  /** Names by which the site may be called besides those of its own address. */
  readonly allowedHosts: readonly string[];
  /** A proxy that can be trusted stands before it, and tells who calls and by which scheme. */
  readonly isBehindProxy: boolean;
  /** Where uploads are kept until they are confirmed. */
  readonly uploadsFolder: string;
  readonly maxUploadBytes: number;
  /** An upload of which nothing comes for so long is given up. */
  readonly uploadIdleMs: number;
  /** Larger manifests are refused; null: none is. */
  readonly maxPurchases: number | null;
  /** The accounts that can pay. */
  readonly accounts: readonly string[];
  /** Who pays for what these accounts are to buy, and what they hold, as far as that can be seen. */
  readonly payersOf: (accounts: readonly string[]) => Promise<Payers>;
  readonly makePlan: (
    survey: Survey,
    options: { readonly manifest: string; readonly again: boolean },
  ) => Promise<Plan>;
  /** Looks how many purchases would be skipped. In a hurry: what nobody could see in time is told as unknown. */
  readonly lookForSkips: (
    survey: Survey,
    options: { readonly precheck: boolean; readonly isIdle: boolean },
  ) => Promise<Skips>;
  /** Throws an OperatorError unless what each account holds can be seen, and is not below an amount, in hundredths. */
  readonly requireBalancesAbove: (accounts: readonly string[], stopBelowCents: number) => Promise<void>;
  readonly diagnose: () => Promise<Diagnosis>;
  /** Lends what looking at the provider needs. */
  readonly withLookRoom: <Value>(
    body: (room: LookRoom) => Promise<Value>,
    options: { readonly requeueProved: boolean },
  ) => Promise<Value>;
  /** Lends what paying the orders of an account needs. Throws an OperatorError unless it may be paid from here. */
  readonly withPayRoom: <Value>(
    body: (room: PayRoom) => Promise<Value>,
    options: { readonly account: string; readonly who: string },
  ) => Promise<Value>;
}
