import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Queue } from 'bullmq';
import { stringify } from 'csv-stringify/sync';
import { Redis } from 'ioredis';

// Program: writes what BullMQ holds of its finished jobs as CSV, in pages. Value: the file's path. The jobs come in the
// order in which they finished, which is not that of the rows.
const jobsPerPage = 1000;
const redis = new Redis(process.env.REDIS_URL ?? '', { maxRetriesPerRequest: null });
const queue = new Queue('bare', { connection: redis });
const file = createWriteStream(process.argv[2] ?? '');

for (let start = 0; ; start += jobsPerPage) {
  const jobs = await queue.getJobs(['completed'], start, start + jobsPerPage - 1, true);
  const lines = jobs.map(({ id, data, returnvalue, finishedOn }) => [
    id,
    data.Domain,
    data.Grade,
    JSON.stringify(returnvalue),
    finishedOn,
  ]);
  if (!file.write(stringify(lines))) await once(file, 'drain');
  if (jobs.length < jobsPerPage) break;
}
file.end();
await once(file, 'close');
await queue.close();
await redis.quit();
