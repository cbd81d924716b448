import type { Account } from './account.ts';
import { openAccount, openOtherAccount } from './account.ts';
import type { FaultSwitchboard } from './fault-switchboard.ts';
import { createFaultSwitchboard } from './fault-switchboard.ts';
import type { Holder } from './holder.ts';
import type { SimulatorSettings } from './simulator-options.ts';
import { stockAccount } from './stock-account.ts';
import type { Traffic } from './traffic.ts';
import { createTraffic } from './traffic.ts';

/** Everything behind the simulator's door: what it was told, and what has happened since. */
export interface Simulation {
  readonly settings: SimulatorSettings;
  readonly faults: FaultSwitchboard;
  /** The first account. */
  account: Account;
  /** The keys of all of them, those of the first one first. */
  holders: readonly [Holder, ...Holder[]];
  traffic: Traffic;
  /** The simulator's own idea of the time. */
  readonly nowMs: () => number;
}

/** A simulation in which nothing has happened yet. */
export function createSimulation(settings: SimulatorSettings): Simulation {
  return {
    settings,
    faults: createFaultSwitchboard(settings.faults),
    ...openHolders(settings),
    traffic: createTraffic(settings.ratePerSecond),
    nowMs: () => nowOf(settings),
  };
}

/** Forgets what has happened: the account, the statistics and the faults are as they were at the start. */
export function resetSimulation(simulation: Simulation): void {
  const { settings } = simulation;
  Object.assign(simulation, openHolders(settings));
  simulation.traffic = createTraffic(settings.ratePerSecond);
  simulation.faults.replace(settings.faults);
}

function openHolders(settings: SimulatorSettings): Pick<Simulation, 'account' | 'holders'> {
  const account = openStocked(settings);
  const others = Object.entries(settings.otherAccounts).map(([name, credentials], i) => ({
    account: openOtherAccount(account, { name, place: i + 1, balanceCents: settings.balanceCents }),
    credentials,
  }));
  return { account, holders: [{ account, credentials: settings.credentials }, ...others] };
}

function openStocked(settings: SimulatorSettings): Account {
  const account = openAccount(settings.balanceCents);
  stockAccount(account, settings.stock, nowOf(settings));
  return account;
}

function nowOf({ clock, clockOffsetMs }: SimulatorSettings): number {
  return clock.nowMs() + clockOffsetMs;
}
