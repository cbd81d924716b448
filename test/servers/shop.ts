import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { mixedRows } from '../safety/mixed-rows.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import type { Place } from './place.ts';

/** A simulator, and a folder whose processes buy from it through the server. */
export interface Shop {
  readonly simulator: Simulator;
  readonly workplace: Workplace;
}

/** Lends a shop under a prefix of its own, and closes it whatever happens. */
export async function withShop(
  place: Place,
  prefix: string,
  body: (shop: Shop) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator();
  const workplace = await openWorkplace({
    ...place.server.environment,
    TCBATCH_PREFIX: prefix,
    TCBATCH_ENDPOINT: simulator.url,
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
  });
  try {
    await body({ simulator, workplace });
  } finally {
    await workplace.close();
    await simulator.close();
  }
}

/** Submits so many rows of all actions by the command; returns the run's id. */
export async function submit({ workplace }: Shop, count: number): Promise<string> {
  const text = mixedRows(count)
    .map((row) => JSON.stringify(row))
    .join('\n');
  const manifest = await workplace.write('manifest.jsonl', text);
  const { stdout, stderr } = await workplace.run(['submit', manifest, '--yes']);
  if (!/^r[0-9a-z]{12}\n$/.test(stdout))
    throw new Error(`Cannot submit the manifest of a test: got ${stderr}`);
  return stdout.trim();
}
