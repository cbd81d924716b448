import { Queue } from 'bullmq';
import { type Api, readArrivals, startReceiver } from './api.ts';
import { type Place, withPlace } from './place.ts';
import { enqueueBare, submit } from './purchases.ts';
import { scale } from './scale.ts';
import { count, median, type Section, times, timesOf } from './section.ts';
import { spentMs } from './spent.ts';
import { until } from './until.ts';
import { boughtCounter, untilBareDone, untilRunDone, workBare, workTcbatch } from './work-unlimited.ts';

const rounds = 5;
const { purchasesWorked } = scale;
/** Purchases in hand at once, on either side. */
const handfuls = [64, 128, 256] as const;
const largest = 256;

/** What a round showed. */
interface Work {
  readonly rate: number;
  /** Microseconds of a core for each purchase. */
  readonly cost: Readonly<Record<Party, number>>;
}

const parties = ['worker', 'redis', 'receiver'] as const;
type Party = (typeof parties)[number];

/** Both sides, by round, with one number of purchases in hand. */
interface Handful {
  readonly inHand: number;
  readonly tcbatch: Work[];
  readonly bare: Work[];
}

/** How many purchases one worker process makes when no limit holds it back, and what each costs whom. */
export async function benchWork(): Promise<Section> {
  const all: Handful[] = handfuls.map((inHand) => ({ inHand, tcbatch: [], bare: [] }));
  const careful: Work[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { inHand, tcbatch, bare } of all) {
      bare.push(await withPlace((place) => workOfBare(place, { inHand })));
      tcbatch.push(await withPlace((place) => workOfTcbatch(place, inHand)));
    }
    careful.push(await withPlace((place) => workOfBare(place, { inHand: largest, writesIntents: true })));
  }
  const best = { tcbatch: bestOf(all, 'tcbatch'), bare: bestOf(all, 'bare') };
  const most = all.find(({ inHand }) => inHand === largest);
  if (!most) throw new Error(`Cannot compare with ${largest} in hand as nobody had so many`);
  return {
    title: 'Work: purchases a second of one worker process, the rate lifted',
    how: `One worker process against a receiver that answers at once, ${count(purchasesWorked)} purchases, over all arrivals but the first tenth; ${rounds} times in turn, the median counts, and of the ratio that of the rounds' own. "Each at its best" takes, for either side, the number in hand with which it makes most. The bare worker signs the same call, deriving its key each time as the vendor's SDK does, sends it with the same client, and lets BullMQ store the answer; neither has BullMQ's limiter; a careful one besides writes each call's body down, and has it synced, before it sends it. tcbatch besides reads what the ledger allows, takes a slot from the pacer, writes the intent down and has it synced before the call, and settles with counts, indexes and an event after it: four more trips to a Redis that syncs every write. The more purchases are in hand, the less they wait for each other's trips, and the more of them share one. The physical limit is the processor: worker, Redis and receiver share it; below is how much of a core each purchase takes. At the API's 20 a second nothing of this is felt.`,
    head: ['what', 'tcbatch', 'bare BullMQ worker', 'ratio'],
    rows: [
      ...all.map(({ inHand, tcbatch, bare }) =>
        rateRow(`purchases a second, ${inHand} in hand`, tcbatch, bare),
      ),
      rateRow('each at its best (goal: 0.7)', best.tcbatch, best.bare),
      rateRow(`${largest} in hand, beside a careful bare worker`, most.tcbatch, careful),
      ...parties.map((party) => costRow(party, costOf(most.tcbatch, party), costOf(most.bare, party))),
    ],
    highlights: [
      {
        shows: 'purchases a second of one process, the rate lifted',
        tcbatch: `${timesOf(ratioOf(best.tcbatch, best.bare))}, which is ${count(rateOf(best.tcbatch) / 20)} times what the API allows`,
        instead: 'bare BullMQ worker: 1',
      },
    ],
  };
}

/** With as many in hand as one side is at its best. */
function bestOf(all: readonly Handful[], side: 'tcbatch' | 'bare'): readonly Work[] {
  return all
    .map((handful) => handful[side])
    .reduce((best, works) => (rateOf(works) > rateOf(best) ? works : best));
}

function rateRow(what: string, tcbatch: readonly Work[], bare: readonly Work[]): string[] {
  return [what, `${count(rateOf(tcbatch))}/s`, `${count(rateOf(bare))}/s`, timesOf(ratioOf(tcbatch, bare))];
}

function costRow(party: Party, tcbatch: number, bare: number): string[] {
  const what = { worker: 'the worker', redis: 'Redis', receiver: 'the receiver' }[party];
  return [
    `a purchase takes ${what}, ${largest} in hand`,
    `${count(tcbatch)} µs`,
    `${count(bare)} µs`,
    times(tcbatch, bare),
  ];
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

async function workOfTcbatch(place: Place, inHand: number): Promise<Work> {
  const api = await startReceiver(place);
  const run = await submit(place, purchasesWorked);
  const worker = workTcbatch(place, api, inHand);
  const pids = { worker: worker.pid, redis: place.redis.pid, receiver: api.pid };
  const cost = await costBetween(pids, boughtCounter(place, run));
  await untilRunDone(place, run);
  return { rate: await warmRateOf(api), cost };
}

async function workOfBare(
  place: Place,
  options: { readonly inHand: number; readonly writesIntents?: boolean },
): Promise<Work> {
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
