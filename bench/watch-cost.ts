import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Place } from './place.ts';

const secondsWatched = 5;

/** What Redis does for somebody who watches a run, a second. */
export interface WatchCost {
  readonly commands: number;
  /** Both ways. */
  readonly bytes: number;
  /** Of one core's time. */
  readonly cpuShare: number;
}

/** Measures `status --watch` on a run that is not finished. */
export async function watchCost(place: Place, run: string): Promise<WatchCost> {
  const redis = place.redis.connect();
  const idle = await spentWhile(redis);
  const watching = place.tcbatch(['status', run, '--watch', '--json']);
  await watching.says(/"run"/);
  const watched = await spentWhile(redis);
  watching.kill('SIGINT');
  await watching.ended;
  return {
    commands: watched.commands - idle.commands,
    bytes: watched.bytes - idle.bytes,
    cpuShare: Math.max(0, watched.cpuShare - idle.cpuShare),
  };
}

async function spentWhile(redis: Redis): Promise<WatchCost> {
  const before = await readSpent(redis);
  await wait(secondsWatched * 1000);
  const after = await readSpent(redis);
  return {
    commands: (after.commands - before.commands) / secondsWatched,
    bytes: (after.bytes - before.bytes) / secondsWatched,
    cpuShare: (after.cpuShare - before.cpuShare) / secondsWatched,
  };
}

async function readSpent(redis: Redis): Promise<WatchCost> {
  const info = `${await redis.info('stats')}\n${await redis.info('cpu')}`;
  const read = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1]);
  return {
    commands: read('total_commands_processed'),
    bytes: read('total_net_input_bytes') + read('total_net_output_bytes'),
    cpuShare: read('used_cpu_user') + read('used_cpu_sys'),
  };
}
