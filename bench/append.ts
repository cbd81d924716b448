import type { Redis } from 'ioredis';
import { startReceiver } from './api.ts';
import { type Place, withPlace } from './place.ts';
import { submit } from './purchases.ts';
import { scale } from './scale.ts';
import { count, type Section } from './section.ts';
import { untilRunDone } from './work-unlimited.ts';

const purchases = scale.purchasesAppended;

/** What Redis was given to do. */
interface Toil {
  readonly appendedBytes: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  /** Scripts that were asked for; each is one write at most, and one sync at most. */
  readonly scripts: number;
}

/** What one purchase costs the disk and the network of Redis. */
export async function benchAppend(): Promise<Section> {
  const { submitted, bought } = await withPlace(measure);
  return {
    title: 'Disk and network of Redis for each purchase',
    how: `${count(purchases)} purchases are submitted, and then bought by one worker at 20 calls a second, what it does beside included. \`aof_current_size\`, \`total_net_*_bytes\` and the calls of EVALSHA, each less what it was before, divided by the purchases. With every write synced a script costs one sync at most; scripts that come together share one. The append-only file is rewritten now and then to what Redis holds in memory.`,
    head: ['a purchase', 'append-only file', 'to Redis', 'from Redis', 'scripts, so syncs at most'],
    rows: [rowOf('submitted', submitted), rowOf('bought', bought)],
    highlights: [],
  };
}

async function measure(place: Place): Promise<{ readonly submitted: Toil; readonly bought: Toil }> {
  const redis = place.redis.connect();
  // A rewrite in between would take bytes away.
  await redis.config('SET', 'auto-aof-rewrite-percentage', '0');
  const before = await readToil(redis);
  const run = await submit(place, purchases);
  const queued = await readToil(redis);
  const api = await startReceiver(place, [84, 156]);
  const worker = place.tcbatch(['worker'], { environment: { TCBATCH_ENDPOINT: api.url } });
  await untilRunDone(place, run);
  worker.kill('SIGTERM');
  await worker.ended;
  return { submitted: since(before, queued), bought: since(queued, await readToil(redis)) };
}

async function readToil(redis: Redis): Promise<Toil> {
  const info = `${await redis.info('persistence')}${await redis.info('stats')}${await redis.info('commandstats')}`;
  const read = (pattern: RegExp) => Number(pattern.exec(info)?.[1] ?? 0);
  return {
    appendedBytes: read(/^aof_current_size:(\d+)/m),
    receivedBytes: read(/^total_net_input_bytes:(\d+)/m),
    sentBytes: read(/^total_net_output_bytes:(\d+)/m),
    scripts: read(/^cmdstat_evalsha:calls=(\d+)/m),
  };
}

function since(before: Toil, after: Toil): Toil {
  return {
    appendedBytes: after.appendedBytes - before.appendedBytes,
    receivedBytes: after.receivedBytes - before.receivedBytes,
    sentBytes: after.sentBytes - before.sentBytes,
    scripts: after.scripts - before.scripts,
  };
}

function rowOf(name: string, { appendedBytes, receivedBytes, sentBytes, scripts }: Toil): string[] {
  const each = (bytes: number) => `${count(bytes / purchases)} bytes`;
  return [name, each(appendedBytes), each(receivedBytes), each(sentBytes), (scripts / purchases).toFixed(1)];
}
