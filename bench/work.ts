import { Queue } from 'bullmq';
import { type Api, readArrivals, startReceiver } from './api.ts';
import { type Place, withPlace } from './place.ts';
import { enqueueBare, submit } from './purchases.ts';
import { scale } from './scale.ts';
import { count, median, type Section, times, timesOf } from './section.ts';
import { spentMs } from './spent.ts';
import { until } from './until.ts';
import {
  boughtCounter,
  inHand,
  untilBareDone,
  untilRunDone,
  workBare,
  workTcbatch,
} from './work-unlimited.ts';

const rounds = 5;
const { purchasesWorked } = scale;

/** What a round showed. */
interface Work {
  readonly rate: number;
  /** Microseconds of a core for each purchase. */
  readonly cost: Readonly<Record<Party, number>>;
}

const parties = ['worker', 'redis', 'receiver'] as const;
type Party = (typeof parties)[number];

/** How many purchases one worker process makes when no limit holds it back, and what each costs whom. */
export async function benchWork(): Promise<Section> {
  const tcbatch: Work[] = [];
  const bare: Work[] = [];
  const careful: Work[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await withPlace((place) => workOfBare(place)));
    careful.push(await withPlace((place) => workOfBare(place, { writesIntents: true })));
    tcbatch.push(await withPlace(workOfTcbatch));
  }
  const rate = { tcbatch: rateOf(tcbatch), bare: rateOf(bare), careful: rateOf(careful) };
  const beside = { bare: ratioOf(tcbatch, bare), careful: ratioOf(tcbatch, careful) };
  return {
    title: 'Work: purchases a second of one worker process, the rate lifted',
    how: `One worker process with ${inHand} purchases in hand, against a receiver that answers at once, over all arrivals but the first tenth; ${rounds} times in turn, the median counts, and of the ratio that of the rounds' own. The bare worker signs the same call, deriving its key each time as the vendor's SDK does, sends it with the same client, and lets BullMQ store the answer; neither has BullMQ's limiter; a careful one besides writes each call's body down, and has it synced, before it sends it. tcbatch besides reads what the ledger allows, takes a slot from the pacer, writes the intent down and has it synced before the call, and settles with counts, indexes and an event after it: four more trips to a Redis that syncs every write, so a busy disk slows it first. The physical limit is the processor: worker, Redis and receiver share it; below is how much of a core each purchase takes. At the API's 20 a second nothing of this is felt.`,
    head: ['what', 'tcbatch', 'bare BullMQ worker', 'ratio'],
    rows: [
      [
        `purchases a second, of ${count(purchasesWorked)}`,
        `${count(rate.tcbatch)}/s`,
        `${count(rate.bare)}/s`,
        `${timesOf(beside.bare)} (goal: 0.7)`,
      ],
      [
        'the same, beside a careful bare worker',
        `${count(rate.tcbatch)}/s`,
        `${count(rate.careful)}/s`,
        timesOf(beside.careful),
      ],
      ...parties.map((party) => costRow(party, costOf(tcbatch, party), costOf(bare, party))),
    ],
    highlights: [
      {
        shows: 'purchases a second of one process, the rate lifted',
        tcbatch: `${timesOf(beside.bare)}, which is ${count(rate.tcbatch / 20)} times what the API allows`,
        instead: 'bare BullMQ worker: 1',
      },
    ],
  };
}

function costRow(party: Party, tcbatch: number, bare: number): string[] {
  const what = { worker: 'the worker', redis: 'Redis', receiver: 'the receiver' }[party];
  return [`a purchase takes ${what}`, `${count(tcbatch)} µs`, `${count(bare)} µs`, times(tcbatch, bare)];
}

/** Of each round by itself, as a machine that others use is not as fast in all of them. */
function ratioOf(works: readonly Work[], others: readonly Work[]): number {
  return median(works.map(({ rate }, round) => rate / (others[round]?.rate ?? Number.NaN)));
}

function rateOf(works: readonly Work[]): number {
  return median(works.map(({ rate }) => rate));
}

function costOf(works: readonly Work[], party: Party): number {
  return median(works.map(({ cost }) => cost[party]));
}

async function workOfTcbatch(place: Place): Promise<Work> {
  const api = await startReceiver(place);
  const run = await submit(place, purchasesWorked);
  const worker = workTcbatch(place, api);
  const pids = { worker: worker.pid, redis: place.redis.pid, receiver: api.pid };
  const cost = await costBetween(pids, boughtCounter(place, run));
  await untilRunDone(place, run);
  return { rate: await warmRateOf(api), cost };
}

async function workOfBare(place: Place, options = {}): Promise<Work> {
  const api = await startReceiver(place);
  await enqueueBare(place, purchasesWorked);
  const worker = workBare(place, api, options);
  const queue = new Queue('bare', { connection: place.redis.connect() });
  const pids = { worker: worker.pid, redis: place.redis.pid, receiver: api.pid };
  const cost = await costBetween(pids, () => queue.getCompletedCount());
  await untilBareDone(queue, purchasesWorked);
  return { rate: await warmRateOf(api), cost };
}

/** What each purchase costs once a tenth of them are done, as the start of a program costs as much as thousands. */
async function costBetween(
  pids: Readonly<Record<Party, number>>,
  countDone: () => Promise<number>,
): Promise<Work['cost']> {
  await until(async () => (await countDone()) >= purchasesWorked / 10);
  const before = { done: await countDone(), spent: spentBy(pids) };
  await until(async () => (await countDone()) >= purchasesWorked);
  const after = { done: await countDone(), spent: spentBy(pids) };
  const costs = parties.map((party) => {
    const ms = after.spent[party] - before.spent[party];
    return [party, (ms / (after.done - before.done)) * 1000];
  });
  return Object.fromEntries(costs) as Record<Party, number>;
}

function spentBy(pids: Readonly<Record<Party, number>>): Readonly<Record<Party, number>> {
  return {
    worker: spentMs(pids.worker),
    redis: spentMs(pids.redis),
    receiver: spentMs(pids.receiver),
  };
}

/** Calls a second over all but the first tenth, in which a process warms up. */
async function warmRateOf(api: Api): Promise<number> {
  const warm = (await readArrivals(api)).slice(Math.floor(purchasesWorked / 10));
  const spanMs = (warm.at(-1) ?? 0) - (warm[0] ?? 0);
  return ((warm.length - 1) / spanMs) * 1000;
}
