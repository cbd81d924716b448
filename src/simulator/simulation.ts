import type { Account } from './account.ts';
import { openAccount } from './account.ts';
import type { FaultSwitchboard } from './fault-switchboard.ts';
import { createFaultSwitchboard } from './fault-switchboard.ts';
import type { SimulatorSettings } from './simulator-options.ts';
import type { Traffic } from './traffic.ts';
import { createTraffic } from './traffic.ts';

/** Everything behind the simulator's door: what it was told, and what has happened since. */
export interface Simulation {
  readonly settings: SimulatorSettings;
  readonly faults: FaultSwitchboard;
  account: Account;
  traffic: Traffic;
  /** The simulator's own idea of the time. */
  readonly nowMs: () => number;
}

export function createSimulation(settings: SimulatorSettings): Simulation {
  return {
    settings,
    faults: createFaultSwitchboard(settings.faults),
    account: openAccount(settings.balanceCents),
    traffic: createTraffic(settings.ratePerSecond),
    nowMs: () => settings.clock.nowMs() + settings.clockOffsetMs,
  };
}

/** Forgets what has happened: the account, the statistics and the faults are as they were at the start. */
export function resetSimulation(simulation: Simulation): void {
  const { settings } = simulation;
  simulation.account = openAccount(settings.balanceCents);
  simulation.traffic = createTraffic(settings.ratePerSecond);
  simulation.faults.replace(settings.faults);
}
