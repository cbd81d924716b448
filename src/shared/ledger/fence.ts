import { loadScript } from '../redis/script.ts';
import { serverFacts } from '../redis/server-facts.ts';
import { runKeys } from './keys.ts';
import type { Ledger } from './ledger.ts';

/** What stands before each script that asks whether its server holds all of a run. */
export const fenceParts: readonly string[] = [serverFacts, new URL('./fence.lua', import.meta.url).href];

const checkFenceScript = loadScript(import.meta.url, ...fenceParts, './check-fence.lua');
const fenceRunScript = loadScript(import.meta.url, './fence-run.lua');
const liftFenceScript = loadScript(import.meta.url, ...fenceParts, './lift-fence.lua');

/**
 * What the server that answers now holds of a run, after it may have taken another's place.
 * - `whole`: all that was ever written
 * - `tail-lost`: what was written last may be missing, but the intent of no call that was sent
 * - `calls-lost`: even that, as the intents did not wait for every replica
 */
export type Wholeness = 'whole' | 'tail-lost' | 'calls-lost';

export interface Fence {
  /** Names the server's history of writes; another one after each restart and each failover. */
  readonly server: string;
  readonly wholeness: Wholeness;
}

/**
 * Whether attempts of a run may be opened on the server that answers; only where all of it is there. A worker tells
 * how many `replicas` its intents wait for, so that this is known before the first of them is written.
 */
export async function checkFence(
  ledger: Ledger,
  run: string,
  { replicas }: { readonly replicas?: number } = {},
): Promise<Fence> {
  const reply = await checkFenceScript(ledger.redis, [runKeys(ledger.prefix, run).run], [replicas ?? '']);
  const [server, wholeness] = reply as [string, Wholeness];
  return { server, wholeness };
}

/** Fences a run whose ledger may lack calls that were sent. Returns false for a run that nobody knows. */
export async function fenceRun(ledger: Ledger, run: string): Promise<boolean> {
  return Number(await fenceRunScript(ledger.redis, [runKeys(ledger.prefix, run).run], [])) === 1;
}

export interface LiftFence {
  /** Where the run's doubts were looked up. */
  readonly server: string;
  /** A person decides what is sent next; without that, a run that may lack calls stays fenced. */
  readonly areLinesHeld: boolean;
}

export type Lifted = 'lifted' | 'open' | 'calls-lost' | 'moved';

/** Lets attempts of a run be opened on this server, from now on taken for the one that holds all of it. */
export async function liftFence(
  ledger: Ledger,
  run: string,
  { server, areLinesHeld }: LiftFence,
): Promise<Lifted> {
  const keys = runKeys(ledger.prefix, run);
  const args = [server, areLinesHeld ? 1 : 0];
  return (await liftFenceScript(ledger.redis, [keys.run, keys.open], args)) as Lifted;
}
