import { type Job, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { rowOf } from './manifest.ts';

// Program: gives so many jobs to BullMQ, their parameters in them, and nothing else. Value: how many.
const jobsPerCall = 500;
const jobs = Number(process.argv[2]);
const redis = new Redis(process.env.REDIS_URL ?? '', { maxRetriesPerRequest: null });
const queue = new Queue('bare', { connection: redis });

for (let first = 1; first <= jobs; first += jobsPerCall) {
  const length = Math.min(jobsPerCall, jobs - first + 1);
  await queue.addBulk(
    Array.from({ length }, (_, i): Pick<Job, 'name' | 'data'> => ({ name: 'buy', data: rowOf(first + i) })),
  );
}
await queue.close();
await redis.quit();
