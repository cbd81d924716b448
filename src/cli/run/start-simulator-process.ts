import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Environment } from '../../shared/environment.ts';
import type { SimulatorAddress } from '../simulated-environment.ts';
import { type OwnProcess, startOwnProcess } from './own-process.ts';

const firstLine = z.object({ url: z.string(), secretId: z.string(), secretKey: z.string() });

/** Starts a simulator of the run's own and waits until it listens. */
export async function startSimulatorProcess(
  environment: Environment,
  otherAccounts: readonly string[],
): Promise<OwnProcess & { readonly address: SimulatorAddress }> {
  const values = ['simulate', '--json', ...otherAccounts.flatMap((name) => ['--account', name])];
  const simulator = startOwnProcess(values, { environment, pipesOutput: true });
  const { stdout } = simulator.child;
  if (!stdout) throw new Error('Cannot read the address of the simulator as its output is not piped');
  const lines = createInterface({ input: stdout });
  try {
    for await (const line of lines) return { ...simulator, address: firstLine.parse(JSON.parse(line)) };
  } finally {
    lines.close();
  }
  throw new Error(`Cannot start the simulator: it ended with ${await simulator.ended}`);
}
