import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Api, startReceiver } from './api.ts';
import { type Place, withPlace } from './place.ts';
import { enqueueBare, submit } from './purchases.ts';
import { scale } from './scale.ts';
import { count, type Section } from './section.ts';
import { untilBareDone, untilRunDone, workBare, workTcbatch } from './work-unlimited.ts';

const { purchasesHeld } = scale;
/** Bought before anything is measured: scripts, events and the memory of connections do not grow with the purchases. */
const warmUp = 3000;
const inHand = 128;

/** Bytes of Redis for each purchase. */
interface Held {
  readonly queued: number;
  readonly finished: number;
}

/** How much of Redis one purchase takes. */
export async function benchMemory(): Promise<Section> {
  const { queued, finished } = await withPlace(holdTcbatch);
  const bare = await withPlace(holdBare);
  return {
    title: 'Memory: bytes of Redis for each purchase',
    how: `\`used_memory\` of the server with ${count(purchasesHeld)} purchases, less what it was before (after some others that are not counted), divided by their number: jobs, ledger, indexes and all. The bare job holds its parameters, and once it is finished the answer. The physical limit is what must be kept: a body of about 75 bytes, a reference and a note of 30, and once it is finished two ids of 36 bytes and three times.`,
    head: ['purchase', 'tcbatch', 'bare BullMQ job', 'goal'],
    rows: [
      ['queued', `${count(queued)} bytes`, `${count(bare.queued)} bytes`, 'at most 1,024 bytes'],
      ['finished', `${count(finished)} bytes`, `${count(bare.finished)} bytes`, 'at most 500 bytes'],
    ],
    highlights: [
      {
        shows: 'bytes of Redis for a purchase, queued and finished',
        tcbatch: `${count(queued)} and ${count(finished)}`,
        instead: `BullMQ job: ${count(bare.queued)} and ${count(bare.finished)}`,
      },
    ],
  };
}

async function holdTcbatch(place: Place): Promise<Held> {
  const redis = place.redis.connect();
  const api = await startReceiver(place);
  await finishTcbatch(place, api, await submit(place, warmUp));
  const before = await usedBytes(redis);
  const run = await submit(place, purchasesHeld);
  const queued = (await usedBytes(redis)) - before;
  await finishTcbatch(place, api, run);
  return perPurchase({ queued, finished: (await usedBytes(redis)) - before });
}

async function finishTcbatch(place: Place, api: Api, run: string): Promise<void> {
  const worker = workTcbatch(place, api, inHand);
  await untilRunDone(place, run);
  worker.kill('SIGTERM');
  await worker.ended;
}

async function holdBare(place: Place): Promise<Held> {
  const redis = place.redis.connect();
  const api = await startReceiver(place);
  await enqueueBare(place, warmUp);
  await finishBare(place, api, warmUp);
  const before = await usedBytes(redis);
  await enqueueBare(place, purchasesHeld);
  const queued = (await usedBytes(redis)) - before;
  await finishBare(place, api, warmUp + purchasesHeld);
  return perPurchase({ queued, finished: (await usedBytes(redis)) - before });
}

async function finishBare(place: Place, api: Api, jobs: number): Promise<void> {
  const worker = workBare(place, api, { inHand });
  await untilBareDone(new Queue('bare', { connection: place.redis.connect() }), jobs);
  worker.kill('SIGTERM');
  await worker.ended;
}

function perPurchase({ queued, finished }: Held): Held {
  return { queued: queued / purchasesHeld, finished: finished / purchasesHeld };
}

async function usedBytes(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
}
