import { afterEach } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';

/** A way to start simulators that are closed when their test ends. The rate limit is lifted unless a test asks for it. */
export function simulatorsOfTest(): (options?: SimulatorOptions) => Promise<Simulator> {
  const started: Simulator[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((simulator) => simulator.close()));
  });
  return async (options = {}) => {
    const simulator = await startSimulator({ ratePerSecond: null, ...options });
    started.push(simulator);
    return simulator;
  };
}

export const instance = {
  ClientToken: 'token-1',
  ProductCode: 'p_cloudfirewall',
  SubProductCode: 'sp_cloudfirewall_svv1',
  RegionCode: 'ap-guangzhou',
  ZoneCode: 'ap-guangzhou-6',
  PayMode: 'PrePay',
  Parameter: '{"pid":1002147,"timeSpan":1,"timeUnit":"m"}',
};
