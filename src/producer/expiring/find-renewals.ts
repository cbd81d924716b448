import type { Look } from '../../shared/seen.ts';
import {
  chooseRenewal,
  type LeaveOutReason,
  leaveOutReasons,
  type RenewalRow,
  type RenewalWishes,
} from './choose-renewal.ts';
import type { ExpiringResource } from './expiring-resource.ts';
import { listInstances } from './list-instances.ts';
import { listPlans } from './list-plans.ts';

/** What can be renewed, and how it is found. */
const listers = { RenewPlan: listPlans, RenewInstance: listInstances };
export type RenewalAction = keyof typeof listers;
export const renewalActions = Object.keys(listers) as readonly RenewalAction[];

/** How many of one action are to be renewed, and how many were left out. */
export interface RenewalTally {
  found: number;
  /** Of those found, the ones that are past their end already. */
  expired: number;
  readonly leftOut: Record<LeaveOutReason, number>;
}

export interface RenewalSearch extends RenewalWishes {
  readonly actions: readonly RenewalAction[];
  readonly nowMs: number;
}

export interface FoundRenewals {
  /** Gives the rows one by one, and reads as it goes. */
  readonly rows: AsyncGenerator<RenewalRow>;
  /** By action; whole once the last row was given. */
  readonly tallies: ReadonlyMap<RenewalAction, RenewalTally>;
}

/** Finds what expires, action by action. The rows throw an OperatorError where a list cannot be read to its end. */
export function findRenewals(look: Look, search: RenewalSearch): FoundRenewals {
  const tallies = new Map(search.actions.map((action) => [action, emptyTally()]));
  return { rows: rowsOf(look, search, tallies), tallies };
}

async function* rowsOf(
  look: Look,
  search: RenewalSearch,
  tallies: ReadonlyMap<RenewalAction, RenewalTally>,
): AsyncGenerator<RenewalRow> {
  for (const [action, tally] of tallies) {
    for await (const resource of listers[action](look, search.untilMs)) {
      const choice = chooseRenewal(resource, search);
      if (choice.kind === 'left-out') tally.leftOut[choice.reason] += 1;
      if (choice.kind !== 'renew') continue;
      tally.found += 1;
      if (isPast(resource, search.nowMs)) tally.expired += 1;
      yield choice.row;
    }
  }
}

function isPast({ expiresAt }: ExpiringResource, nowMs: number): boolean {
  return expiresAt !== null && expiresAt.latestMs <= nowMs;
}

function emptyTally(): RenewalTally {
  const leftOut = Object.fromEntries(leaveOutReasons.map((reason) => [reason, 0])) as Record<
    LeaveOutReason,
    number
  >;
  return { found: 0, expired: 0, leftOut };
}
