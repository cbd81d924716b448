import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from '../running.ts';
import type { Chance } from './chance.ts';
import { randomFaults } from './random-faults.ts';
import { post, type Shop } from './shop.ts';

/** Everything that goes wrong during a soak. */
export interface Mischief {
  /** Spoils answers again from now on. */
  readonly spoilAnswers: () => void;
  /** Lets the provider answer well, so that what is in doubt can be looked up. */
  readonly leaveAnswers: () => Promise<void>;
  readonly tally: () => MischiefTally;
  readonly end: () => Promise<void>;
}

export interface MischiefTally {
  readonly faultSets: number;
  readonly workersKilled: number;
  readonly redisKilled: number;
}

const victimsAtOnce = 2;
/** Often enough for dozens of deaths an hour, seldom enough that the victims work between them. */
const killEveryMs = [8_000, 25_000] as const;
const changeFaultsEveryMs = [5_000, 20_000] as const;
/** Some fifteen times an hour. */
const killRedisEveryMs = [120_000, 360_000] as const;

/** Begins to kill workers and Redis, and to spoil answers, until it is ended. */
export function beginMischief(shop: Shop, chance: Chance): Mischief {
  const over = new AbortController();
  const tally = { faultSets: 0, workersKilled: 0, redisKilled: 0 };
  let isSpoiling = true;
  const victims = Array.from({ length: victimsAtOnce }, () => hire(shop));
  const setFaults = (rules: readonly unknown[]) => shop.provider('/simulator/faults', post(rules));
  const every = async ([least, most]: readonly [number, number], deed: () => unknown) => {
    while (await waited(chance.between(least, most), over.signal)) await deed();
  };
  const loops = [
    every(killEveryMs, async () => {
      const victim = victims.shift();
      victim?.kill('SIGKILL');
      await victim?.ended;
      victims.push(hire(shop));
      tally.workersKilled += 1;
    }),
    every(changeFaultsEveryMs, async () => {
      if (!isSpoiling) return;
      await setFaults(randomFaults(chance));
      tally.faultSets += 1;
    }),
    every(killRedisEveryMs, async () => {
      await shop.place.redis.restart();
      tally.redisKilled += 1;
    }),
  ];
  return {
    spoilAnswers: () => {
      isSpoiling = true;
    },
    leaveAnswers: async () => {
      isSpoiling = false;
      await setFaults([]);
    },
    tally: () => ({ ...tally }),
    end: async () => {
      over.abort();
      await Promise.all(loops);
    },
  };
}

function hire({ place, environment }: Shop): Running {
  return place.tcbatch(['worker'], { environment });
}

async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  await delay(ms, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
