import { Queue } from 'bullmq';
import { type Api, readArrivals, startReceiver } from './api.ts';
import { type Place, withPlace } from './place.ts';
import { enqueueBare, submit } from './purchases.ts';
import { scale } from './scale.ts';
import { count, median, type Section, times } from './section.ts';
import { untilBareDone, untilRunDone, workBare, workTcbatch } from './work-unlimited.ts';

const rounds = 3;
const { purchasesWorked } = scale;

/** How many purchases one worker process makes when no limit holds it back. */
export async function benchWork(): Promise<Section> {
  const rates = { tcbatch: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    rates.bare.push(await withPlace(rateOfBare));
    rates.tcbatch.push(await withPlace(rateOfTcbatch));
  }
  const tcbatch = median(rates.tcbatch);
  const bare = median(rates.bare);
  return {
    title: 'Work: purchases a second of one worker process, the rate lifted',
    how: `One worker process with 32 purchases in hand, against a receiver that answers at once, over all arrivals but the first tenth; ${rounds} times in turn, the median counts. The bare worker signs the same call, sends it with the same client, and lets BullMQ store the answer. tcbatch besides reads what the ledger allows, takes a slot from the pacer, writes the intent down and has it synced before the call, and settles with counts, indexes and an event after it. The physical limit is the processor: worker, Redis and receiver share it. At the API's 20 a second nothing of this is felt.`,
    head: ['purchases', 'tcbatch', 'bare BullMQ worker', 'ratio'],
    rows: [
      [
        count(purchasesWorked),
        `${count(tcbatch)}/s`,
        `${count(bare)}/s`,
        `${times(tcbatch, bare)} (goal: 0.7)`,
      ],
    ],
    highlights: [
      {
        shows: 'purchases a second of one process, the rate lifted',
        tcbatch: `${times(tcbatch, bare)}, which is ${count(tcbatch / 20)} times what the API allows`,
        instead: 'bare BullMQ worker: 1',
      },
    ],
  };
}

async function rateOfTcbatch(place: Place): Promise<number> {
  const api = await startReceiver(place);
  const run = await submit(place, purchasesWorked);
  workTcbatch(place, api);
  await untilRunDone(place, run);
  return warmRateOf(api);
}

async function rateOfBare(place: Place): Promise<number> {
  const api = await startReceiver(place);
  await enqueueBare(place, purchasesWorked);
  workBare(place, api);
  await untilBareDone(new Queue('bare', { connection: place.redis.connect() }), purchasesWorked);
  return warmRateOf(api);
}

/** Calls a second over all but the first tenth, in which a process warms up. */
async function warmRateOf(api: Api): Promise<number> {
  const warm = (await readArrivals(api)).slice(Math.floor(purchasesWorked / 10));
  const spanMs = (warm.at(-1) ?? 0) - (warm[0] ?? 0);
  return ((warm.length - 1) / spanMs) * 1000;
}
