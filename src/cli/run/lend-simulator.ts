import { defaultAccount } from '../../shared/line.ts';
import { type Setup, setupFrom } from '../setup.ts';
import { pointAt } from '../simulated-environment.ts';
import { say } from '../terminal.ts';
import { startSimulatorProcess } from './start-simulator-process.ts';

/** Lends a setup to `body`; a simulated one leads to a simulator that is started for it, and ends with it. */
export async function withSimulatorFor<Value>(
  setup: Setup,
  body: (setup: Setup) => Promise<Value>,
): Promise<Value> {
  if (!setup.isSimulated) return body(setup);
  const others = [...setup.accounts.keys()].filter((name) => name !== defaultAccount);
  const simulator = await startSimulatorProcess(setup.environment, others);
  try {
    say(`The simulator at ${simulator.address.url} stands in for the account: nothing real is bought.`);
    return await body(setupFrom(pointAt(setup.environment, simulator.address), true));
  } finally {
    await simulator.drain();
  }
}
