import { readConfig } from '../../shared/config.ts';
import type { Setup } from '../setup.ts';
import { pointAt } from '../simulated-environment.ts';
import { say } from '../terminal.ts';
import { startSimulatorProcess } from './start-simulator-process.ts';

/** Lends a setup to `body`; a simulated one leads to a simulator that is started for it, and ends with it. */
export async function withSimulatorFor<Value>(
  setup: Setup,
  body: (setup: Setup) => Promise<Value>,
): Promise<Value> {
  if (!setup.isSimulated) return body(setup);
  const simulator = await startSimulatorProcess(setup.environment);
  try {
    say(`The simulator at ${simulator.address.url} stands in for the account: nothing real is bought.`);
    const environment = pointAt(setup.environment, simulator.address);
    return await body({ ...setup, environment, config: readConfig(environment) });
  } finally {
    await simulator.drain();
  }
}
