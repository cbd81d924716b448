import { readFileSync } from 'node:fs';
import { runKeys } from '../src/shared/ledger/keys.ts';
import type { Place } from './place.ts';

/** Marks every purchase of a run as bought, with records as a worker leaves them, at the speed of Redis. */
export async function finishRun(place: Place, run: string, purchases: number): Promise<void> {
  const redis = place.redis.connect();
  const keys = runKeys('tcbatch', run);
  for (const bucket of keys.buckets(purchases)) await redis.eval(finishBucket, 1, bucket);
  await redis.hset(keys.counts, {
    queued: 0,
    succeeded: purchases,
    'CreatePackageOrder/queued': 0,
    'CreatePackageOrder/succeeded': purchases,
  });
  await redis.hset(keys.run, 'finishedAt', Date.now());
}

const recordScript = new URL('../../../src/shared/ledger/record.lua', import.meta.url);
const finishBucket = `${readFileSync(recordScript, 'utf8')}
  local function id(text)
    local hex = redis.sha1hex(text)
    return hex:sub(1, 8) .. '-' .. hex:sub(9, 12) .. '-4' .. hex:sub(13, 15) .. '-9' .. hex:sub(16, 18) .. '-' .. hex:sub(19, 30)
  end
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    local head, frozen = load_record(field)
    head.s, head.v, head.b, head.n, head.t, head.r = 'succeeded', 'complete', 'answer', 1, id('t' .. field), id('r' .. field)
    head.f, head.o, head.z = now, now, now + 120
    save_record(field, head, frozen)
  end`;
