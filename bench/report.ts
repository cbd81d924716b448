import { join } from 'node:path';
import { type Job, Queue, Worker } from 'bullmq';
import { finishRun } from './finish-run.ts';
import { type Place, withPlace } from './place.ts';
import { enqueueBare, submit } from './purchases.ts';
import { type Ended, endedWell } from './running.ts';
import { scale } from './scale.ts';
import { count, mebibytes, type Section, times } from './section.ts';
import { type WatchCost, watchCost } from './watch-cost.ts';
import { untilBareDone } from './work-unlimited.ts';

/** What is taken of a run: its reports, and its summary. */
interface Taken {
  readonly jsonl: Ended;
  readonly csv: Ended;
  readonly status: Ended;
  readonly watch: WatchCost;
}

const most = scale.linesReported;
const fewer = Math.ceil(most / 10);

/** How fast a finished run is reported. */
export async function benchReport(): Promise<Section> {
  const small = await withPlace((place) => takeFrom(place, fewer));
  const large = await withPlace((place) => takeFrom(place, most));
  const bare = await withPlace((place) => takeBare(place, most));
  const rate = (end: Ended) => (most / end.tookMs) * 1000;
  const row = (name: string, of: 'jsonl' | 'csv') => [
    name,
    `${count(rate(large[of]))}/s (goal: 100,000/s)`,
    `${count(rate(bare))}/s`,
    times(rate(large[of]), rate(bare)),
    `${mebibytes(large[of].peakBytes)}, of ${count(fewer)}: ${mebibytes(small[of].peakBytes)}`,
  ];
  return {
    title: 'The report of a finished run',
    how: `${count(most)} finished purchases, marked so in the ledger by a script, as buying them takes the API's own time. Whole processes, start included, into a file. The watching is measured before, while nothing of the run is bought yet, less what Redis does by itself. The bare one reads BullMQ's completed jobs in pages and writes half as many columns with csv-stringify, in the order in which the jobs ended. The physical limit is reading the records out of Redis and writing some 600 bytes for each line.`,
    head: ['what', 'tcbatch', "BullMQ's completed jobs", 'ratio', 'peak of memory'],
    rows: [
      row('`report --format jsonl`, lines', 'jsonl'),
      row('`report --format csv`, lines', 'csv'),
      [
        '`status`, the summary',
        `${times(large.status.tookMs, small.status.tookMs)} the time for ${times(most, fewer)} the purchases`,
        '',
        '',
        mebibytes(large.status.peakBytes),
      ],
      [
        '`status --watch`, of Redis a second',
        `${watchText(large.watch)}; of ${count(fewer)} purchases: ${watchText(small.watch)}`,
        '',
        '',
        '',
      ],
    ],
    highlights: [
      {
        shows: `lines a second of the report of ${count(most)} purchases, in row order`,
        tcbatch: `${count(rate(large.jsonl))}, in ${mebibytes(large.jsonl.peakBytes)}`,
        instead: `pages of BullMQ's jobs: ${count(rate(bare))}, unordered, in ${mebibytes(bare.peakBytes)}`,
      },
    ],
  };
}

async function takeFrom(place: Place, purchases: number): Promise<Taken> {
  const run = await submit(place, purchases);
  const watch = await watchCost(place, run);
  await finishRun(place, run, purchases);
  const report = (format: string) =>
    endedWell(
      place.tcbatch(['report', run, '--format', format, '--out', join(place.folder, `report.${format}`)]),
    );
  return {
    jsonl: await report('jsonl'),
    csv: await report('csv'),
    status: await endedWell(place.tcbatch(['status', run, '--json'])),
    watch,
  };
}

function watchText({ commands, bytes, cpuShare }: WatchCost): string {
  return `${count(commands)} commands, ${count(bytes / 1024)} KiB, ${(cpuShare * 100).toFixed(1)} % of a core`;
}

async function takeBare(place: Place, jobs: number): Promise<Ended> {
  const redis = place.redis.connect();
  await enqueueBare(place, jobs);
  const answer = { Response: { RequestId: '5f6dd7a8-5b40-4d2c-9f26-1a2b3c4d5e6f' } };
  const worker = new Worker('bare', async (_job: Job) => answer, { connection: redis, concurrency: 100 });
  await untilBareDone(new Queue('bare', { connection: redis }), jobs);
  await worker.close();
  return endedWell(place.program('bare-report', [join(place.folder, 'report.csv')]));
}
