import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { closeAccounts, openAccounts } from '../../src/shared/accounts/open-account.ts';
import { readAccounts } from '../../src/shared/accounts/read-accounts.ts';
import { calledActions } from '../../src/shared/actions/index.ts';
import { readConfig } from '../../src/shared/config.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { readRun } from '../../src/shared/ledger/runs.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { type RunningWorker, startWorker } from '../../src/worker/start-worker.ts';

/** No worker here outlives its test, so nothing is ever left in the journal. */
const dataDir = join(tmpdir(), `tcbatch-test-${process.pid}`);

/** The accounts that an environment describes, the default one being the simulator's; their credentials are ready. */
export async function openTestAccounts(
  simulator: Simulator,
  environment: Readonly<Record<string, string>> = {},
) {
  const given = {
    TCBATCH_ENDPOINT: simulator.url,
    TCBATCH_DATA_DIR: dataDir,
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
    ...environment,
  };
  const config = readConfig(given);
  const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' });
  const accounts = openAccounts(readAccounts(config, { environment: given, homeDir: dataDir }), log);
  await Promise.all(Array.from(accounts.values(), ({ keyring }) => keyring.refresh()));
  return { config, accounts, log };
}

/** A worker of all actions and accounts against the simulator, in this process, on a Redis that syncs every write. */
export async function startTestWorker(
  ledger: Ledger,
  simulator: Simulator,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningWorker> {
  const { config, accounts, log } = await openTestAccounts(simulator, environment);
  const worker = await startWorker({
    ledger,
    lines: Array.from(accounts.keys()).flatMap((account) =>
      calledActions.map(({ name }) => ({ action: name, account })),
    ),
    config,
    accounts,
    durability: { kind: 'synced-always', reason: 'The test redis-server syncs every write.' },
    concurrency: 32,
    log,
  });
  return { ...worker, close: () => worker.close().finally(() => closeAccounts(accounts)) };
}

/** Resolves when nothing of the run is queued or being sent any more. */
export async function untilFinished(ledger: Ledger, run: string): Promise<void> {
  await untilCounts(ledger, run, ({ queued, sending }) => queued + sending === 0);
}

/** Resolves when the run's counts by state satisfy a condition. */
export async function untilCounts(
  ledger: Ledger,
  run: string,
  isReached: (counts: Awaited<ReturnType<typeof readCounts>>['byState']) => boolean,
): Promise<void> {
  const record = await readRun(ledger, run);
  if (!record) throw new Error(`Cannot wait for run as it is unknown: got ${run}`);
  for (;;) {
    const { byState } = await readCounts(ledger, run);
    if (isReached(byState)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
