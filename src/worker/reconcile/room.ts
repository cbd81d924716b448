import type { Logger } from 'pino';
import type { ActionDefinition } from '../../shared/actions/action.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import type { AttemptRef } from '../../shared/ledger/transition.ts';
import type { Line } from '../../shared/line.ts';
import type { Params } from '../../shared/purchase.ts';
import type { Provider } from './provider.ts';

/** What looking with one account's eyes needs. */
export interface LookRoom {
  readonly ledger: Ledger;
  /** Name of the account that looks. */
  readonly account: string;
  readonly provider: Provider;
  /** The same with the eyes of another account; one that nobody knows here sees nothing. */
  readonly inAccount: (account: string) => LookRoom;
  /** Whether that account can look from here. */
  readonly canLook: (account: string) => boolean;
  /** Whether that account's calls of an action go through a proxy. */
  readonly isProxied: (definition: Pick<ActionDefinition, 'service' | 'host'>) => boolean;
  readonly requestTimeoutMs: number;
  readonly tokenWindowMs: number;
  /** A person said so: even what may be bought twice goes to its queue once looks found no trace of it. */
  readonly requeueProved?: boolean;
  readonly log: Logger;
}

/** A purchase that only the provider can complete. */
export interface Question {
  readonly run: string;
  readonly attemptId: string;
  readonly sentAtMs: number;
  readonly record: PurchaseRecord;
  readonly params: Params;
}

/** Asks about a purchase whose attempt was sent; null for one that never was, of which there is nothing to ask. */
export function questionOf(run: string, record: PurchaseRecord): Question | null {
  const { attemptId, sentAtMs } = record;
  if (attemptId === null || sentAtMs === null) return null;
  return { run, attemptId, sentAtMs, record, params: JSON.parse(record.body) as Params };
}

/** The provider's clock and ours may differ by this much, and it writes whole seconds. */
export const clockMarginMs = 5_000;

/**
 * And at the worst by this much. What was bought at such a distance may be what is looked for, if one of the clocks is
 * wrong: it proves no purchase, but it forbids to conclude from an absence.
 */
export const wrongClockMs = 1_800_000;

/** The attempt that a question is about, as the ledger's transitions name it. */
export function refOf({ run, record, attemptId }: Question): AttemptRef {
  return { run, row: record.row, index: record.index, attemptId };
}

/** The line that a question's purchase went to. */
export function lineOf({ record }: Question): Line {
  return { action: record.action, account: record.account };
}
