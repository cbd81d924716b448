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

const finishBucket = `
  local function id(text)
    local hex = redis.sha1hex(text)
    return hex:sub(1, 8) .. '-' .. hex:sub(9, 12) .. '-4' .. hex:sub(13, 15) .. '-9' .. hex:sub(16, 18) .. '-' .. hex:sub(19, 30)
  end
  local time = '1790000000000'
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    local stored = redis.call('HGET', KEYS[1], field)
    local head = '{"s":"succeeded","a":"CreatePackageOrder","q":' .. time .. ',"n":1,"t":"' .. id('t' .. field)
      .. '","o":' .. time .. ',"f":' .. time .. ',"r":"' .. id('r' .. field) .. '","v":"complete","z":' .. time .. ',"b":"answer"}'
    redis.call('HSET', KEYS[1], field, head .. stored:sub(stored:find('\\n', 1, true), -1))
  end`;
