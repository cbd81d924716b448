import { setTimeout as delay } from 'node:timers/promises';
import { type Job, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Agent, request } from 'undici';
import { signRequest } from '../src/shared/tc3/sign-request.ts';
import type { BareWorkerOptions } from './bare-worker-options.ts';

// Program: what one would write with BullMQ in an afternoon. Its job holds the parameters; it signs, calls, and returns
// the answer, which BullMQ stores. Value: its options as JSON.
const options: BareWorkerOptions = JSON.parse(process.argv[2] ?? '{}');
const { url, limiter, concurrency, writesIntents = false, bullmq = {} } = options;
const redis = new Redis(process.env.REDIS_URL ?? '', { maxRetriesPerRequest: null });
const agent = new Agent();
const twentyASecond = new RateLimiterRedis({ storeClient: redis, points: 20, duration: 1 });

const worker = new Worker('bare', buy, {
  connection: redis,
  concurrency,
  ...(limiter === 'bullmq' ? { limiter: { max: 20, duration: 1000 } } : {}),
  ...bullmq,
});
worker.on('error', () => {});
await worker.waitUntilReady();
process.stdout.write('Working\n');

async function buy({ id, data }: Job): Promise<unknown> {
  if (limiter === 'rate-limiter-flexible') await untilAllowed();
  const body = JSON.stringify(data);
  // Redis syncs every write before it answers.
  if (writesIntents) await redis.hset('intents', String(id), body);
  const headers = signRequest({
    service: options.service,
    action: options.action,
    version: options.version,
    host: new URL(url).host,
    body,
    timestampSeconds: Math.floor(Date.now() / 1000),
    credentials: { secretId: 'bench-id', secretKey: 'bench-key' },
  });
  const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent });
  return answer.body.json();
}

async function untilAllowed(): Promise<void> {
  for (;;) {
    try {
      await twentyASecond.consume('calls');
      return;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      await delay(refusal.msBeforeNext);
    }
  }
}
