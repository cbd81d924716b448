import type { Environment } from '../../shared/environment.ts';
import { unreachable } from '../../shared/errors.ts';
import type { RunRecord } from '../../shared/ledger/runs.ts';
import { defaultAccount } from '../../shared/line.ts';
import type { OpenLedger } from '../open-ledger.ts';
import type { Setup } from '../setup.ts';
import { pointAt } from '../simulated-environment.ts';
import { say } from '../terminal.ts';
import { watchForStop } from '../told-to-stop.ts';
import { awaitEnd, type RunEnd } from './await-end.ts';
import { startProgress } from './progress.ts';
import { startSimulatorProcess } from './start-simulator-process.ts';
import { startCrew } from './worker-crew.ts';

export interface BuyOptions {
  readonly simulate: boolean;
  readonly workers: number;
  readonly settleTimeoutMs: number;
  /** Arguments for each worker. */
  readonly workerArguments: readonly string[];
}

/** Has workers of its own buy a submitted run, shows how it goes, and leaves no process behind. */
export async function buyRun(
  ledger: OpenLedger,
  record: RunRecord,
  { environment, accounts }: Setup,
  options: BuyOptions,
): Promise<RunEnd> {
  // Warnings alone, or the workers' lines would run through the progress.
  const quiet = { ...environment, LOG_LEVEL: environment.LOG_LEVEL || 'warn' };
  if (!options.simulate) return withCrew(ledger, record, quiet, options);
  const otherAccounts = [...accounts.keys()].filter((name) => name !== defaultAccount);
  const simulator = await startSimulatorProcess(quiet, otherAccounts);
  try {
    say(`The simulator at ${simulator.address.url} stands in for the account: nothing real is bought.`);
    return await withCrew(ledger, record, pointAt(quiet, simulator.address), options);
  } finally {
    await simulator.drain();
  }
}

async function withCrew(
  ledger: OpenLedger,
  record: RunRecord,
  environment: Environment,
  { workers, settleTimeoutMs, workerArguments }: BuyOptions,
): Promise<RunEnd> {
  const crew = startCrew({ environment, size: workers, arguments: workerArguments });
  const stop = watchForStop({ onSecond: crew.kill });
  const progress = startProgress();
  try {
    const { failure } = crew;
    const onStatus = progress.show;
    const end = await awaitEnd(ledger, record, { settleTimeoutMs, signal: stop.signal, failure, onStatus });
    progress.close();
    const reason = earlyEnd(end, crew.failure());
    if (reason !== null) say(reason);
    return end;
  } finally {
    progress.close();
    await crew.drain();
    stop.close();
  }
}

/** Why a run ended before it was over; null when it did not. */
function earlyEnd(end: RunEnd, failure: string | null): string | null {
  switch (end) {
    case 'over':
      return null;
    case 'interrupted':
      return 'Interrupted: nothing new is sent; waiting for what is in flight. Once more ends at once.';
    case 'workers-failed':
      return `${failure} What is queued stays queued; the same command goes on with it.`;
    default:
      return unreachable(end);
  }
}
