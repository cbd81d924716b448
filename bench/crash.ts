import { Queue } from 'bullmq';
import { type Api, readJson, startSimulator } from './api.ts';
import { type BareWorkerOptions, bareDefaults } from './bare-worker-options.ts';
import { type Place, withPlace } from './place.ts';
import { endedWell, type Running } from './running.ts';
import type { Section } from './section.ts';
import { until } from './until.ts';

const purchases = 5;
const lateAnswerMs = 5000;
const contenders = ['BullMQ, its defaults', 'BullMQ, `maxStalledCount: 0`', 'tcbatch'] as const;
type Contender = (typeof contenders)[number];

/** What a crash left: how often each row was bought, and of how many purchases the buyer knows. */
interface Aftermath {
  readonly bought: number;
  readonly known: number;
}

/** What becomes of money when a worker is killed while its calls are under way. */
export async function benchCrash(): Promise<Section> {
  const rows: string[][] = [];
  const texts = new Map<Contender, string>();
  for (const contender of contenders) {
    const { bought, known } = await withPlace((place) => crash(place, contender));
    rows.push([
      contender,
      `${bought} for ${purchases} rows`,
      `${bought - purchases}`,
      `${known} of ${bought}`,
    ]);
    texts.set(contender, `${bought} bought for ${purchases} rows, ${known} known`);
  }
  return {
    title: 'A crash: kill -9 after the server got the requests',
    how: `${purchases} EdgeOne plans, which the API cannot tell apart. Once the simulator has sold all of them and holds its answers back, the worker is killed with SIGKILL; another one starts, and everything is left alone until nothing moves any more. The simulator's own books say what was sold. A purchase is known when its plan's id stands in the finished job, or in tcbatch's report. BullMQ's lock is shortened from 30 s to 3 s so that the wait is shorter; nothing else about it is changed. The physical limit is ${purchases} and ${purchases}.`,
    head: ['worker', 'bought', 'too many', 'known to the buyer'],
    rows,
    highlights: [
      {
        shows: `kill -9 while ${purchases} calls are under way`,
        tcbatch: texts.get('tcbatch') ?? '',
        instead: `BullMQ: ${texts.get('BullMQ, its defaults')}; with maxStalledCount 0: ${texts.get('BullMQ, `maxStalledCount: 0`')}`,
      },
    ],
  };
}

async function crash(place: Place, contender: Contender): Promise<Aftermath> {
  const late = { action: 'CreatePlan', fault: { kind: 'late', ms: lateAnswerMs } };
  const api = await startSimulator(place, ['--faults', JSON.stringify([late])]);
  const side =
    contender === 'tcbatch' ? await tcbatchSide(place, api) : await bullmqSide(place, api, contender);
  const victim = side.start();
  await until(async () => (await soldIds(api)).length === purchases);
  victim.kill('SIGKILL');
  await victim.ended;
  await fetch(`${api.url}/simulator/faults`, { method: 'DELETE' });
  side.start();
  await until(side.isAtRest);
  const sold = await soldIds(api);
  const known = await side.knownIds();
  return { bought: sold.length, known: sold.filter((id) => known.includes(id)).length };
}

/** What is done with each contender. */
interface Side {
  readonly start: () => Running;
  readonly isAtRest: () => Promise<boolean>;
  /** Ids of the plans that the buyer knows to be theirs. */
  readonly knownIds: () => Promise<string>;
}

async function tcbatchSide(place: Place, { url }: Api): Promise<Side> {
  const rows = Array.from({ length: purchases }, (_, i) => `CreatePlan,basic,C-${i + 1}`);
  const manifest = await place.write('plans.csv', `${['Action,PlanType,Reference', ...rows].join('\n')}\n`);
  const { stdout } = await endedWell(place.tcbatch(['submit', manifest, '--yes', '--no-precheck']));
  const run = stdout.trim();
  const environment = { TCBATCH_ENDPOINT: url, TCBATCH_REQUEST_TIMEOUT_MS: '6000', TCBATCH_PACING: 'strict' };
  const report = async () => (await place.tcbatch(['report', run, '--format', 'jsonl']).ended).stdout;
  return {
    start: () => place.tcbatch(['worker'], { environment }),
    isAtRest: async () => !/"state":"(?:queued|sending|in-doubt)"/.test(await report()),
    knownIds: report,
  };
}

async function bullmqSide(place: Place, { url }: Api, contender: Contender): Promise<Side> {
  const queue = new Queue('bare', { connection: place.redis.connect() });
  await queue.addBulk(
    Array.from({ length: purchases }, () => ({ name: 'buy', data: { PlanType: 'basic' } })),
  );
  const stalls = contender === 'BullMQ, its defaults' ? {} : { maxStalledCount: 0 };
  const options: BareWorkerOptions = {
    ...bareDefaults,
    service: 'teo',
    action: 'CreatePlan',
    version: '2022-09-01',
    url,
    bullmq: { lockDuration: 3000, stalledInterval: 3000, ...stalls },
  };
  return {
    start: () => place.program('bare-worker', [JSON.stringify(options)]),
    isAtRest: async () => (await queue.getJobCountByTypes('completed', 'failed')) === purchases,
    knownIds: async () => JSON.stringify(await queue.getJobs(['completed', 'failed'])),
  };
}

async function soldIds({ url }: Api): Promise<string[]> {
  const { purchases: sold } = await readJson<{ purchases: { resourceIds: string[] }[] }>(
    `${url}/simulator/executed`,
  );
  return sold.flatMap(({ resourceIds }) => resourceIds);
}
