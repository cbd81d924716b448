import { setTimeout as delay } from 'node:timers/promises';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import type { Rig } from '../faults/rig.ts';
import type { RunningTcbatch } from '../support/processes.ts';
import { until } from '../support/until.ts';

export interface StormOptions {
  readonly workers: number;
  /** A worker dies that often, and another one is started in its place. */
  readonly killEveryMs: number;
  /** None dies before so much was sold since the last one did: on a busy machine nothing would ever be. */
  readonly soldBetween: number;
  /** Redis dies when so much of the run is still queued: 0.5 is one half. */
  readonly killRedisAt: readonly number[];
}

/** What befell the processes of a run, and those that are left. */
export interface Storm {
  readonly workersKilled: number;
  readonly redisKilled: number;
  readonly crew: readonly RunningTcbatch[];
}

/** Works a run with workers that are killed again and again, and a Redis that is, until nothing of it is queued. */
export async function workInStorm(rig: Rig, run: string, options: StormOptions): Promise<Storm> {
  const crew = Array.from({ length: options.workers }, () => hire(rig));
  const over = new AbortController();
  const killing = killOneByOne(rig, crew, { ...options, signal: over.signal });
  const total = await queuedOf(rig, run);
  for (const share of options.killRedisAt) {
    await until(`${share} of run ${run} is queued`, async () => (await queuedOf(rig, run)) <= share * total);
    await rig.redis.restart();
  }
  await until(`nothing of run ${run} is queued`, async () => (await queuedOf(rig, run)) === 0);
  over.abort();
  return { workersKilled: await killing, redisKilled: options.killRedisAt.length, crew };
}

async function killOneByOne(
  rig: Rig,
  crew: RunningTcbatch[],
  { killEveryMs, soldBetween, signal }: StormOptions & { readonly signal: AbortSignal },
): Promise<number> {
  const sold = () => rig.simulator.executed().length;
  for (let killed = 0; ; killed += 1) {
    const enough = sold() + soldBetween;
    await delay(killEveryMs, undefined, { signal }).catch(() => {});
    await until('more is sold', () => signal.aborted || sold() >= enough);
    if (signal.aborted) return killed;
    crew.shift()?.kill('SIGKILL');
    crew.push(hire(rig));
  }
}

/** Past the proxies, which are for single calls. */
function hire({ place, redis, simulator }: Rig): RunningTcbatch {
  return place.start(['worker', '--concurrency', '32'], {
    environment: { REDIS_URL: redis.url, TCBATCH_ENDPOINT: simulator.url },
  });
}

async function queuedOf({ ledger }: Rig, run: string): Promise<number> {
  const { byState } = await readCounts(ledger, run);
  return byState.queued + byState.sending;
}
